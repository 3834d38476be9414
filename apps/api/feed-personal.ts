import type { Clock } from '../../libs/case-file/clock.js';
import type { Executor } from '../../libs/case-file/executor.js';
import { ChildRead } from '../../libs/case-file/record.events.js';
import { idIn } from '../../libs/decider/subject.js';
import type { FeedParts } from '../../libs/feed/feed.js';
import type { Replay } from '../../libs/oversight/replay.js';
import { recordBeside } from './beside.js';

/** How personal fields are told to the services whose scopes name them: opened for that moment, and each time on record among those who looked. */
export function tellingPersonal(parts: { readonly executor: Executor; readonly clock: Clock; readonly replay: Pick<Replay, 'opened'> }): Pick<FeedParts, 'opens' | 'personalTold'> {
  return {
    opens: (fact, paths) => parts.replay.opened(fact, ({ class: dataClass, path }) => dataClass === 'D2' && paths.includes(path)),
    async personalTold({ consumerId, orgRef, orgType, purpose }, { id, stream }) {
      const child = idIn(stream);
      const actor = { actorRef: consumerId, role: 'SERVICE', orgRef, orgType, purpose } as const;
      await recordBeside(parts, { stream: `access-${child}`, of: child, childRef: child }, actor, ChildRead, { route: 'GET /feed', dataClasses: ['D1', 'D2'], requestId: id });
    },
  };
}
