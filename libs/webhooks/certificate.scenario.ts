import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate for a name that signs itself (X.509 v3, ECDSA on P-256), good for a day before and after now. */
export function selfSigned(name: string): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId('2a8648ce3d040302'));
  const names = sequence(der(0x31, sequence(objectId('550403'), der(0x0c, Buffer.from(name)))));
  const instant = (inDays: number) => der(0x17, Buffer.from(`${new Date(Date.now() + inDays * 86_400_000).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));
  const alternativeNames = sequence(objectId('551d11'), der(0x04, sequence(der(0x82, Buffer.from(name)))));
  const certified = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), der(0x02, Buffer.from([1])), algorithm, names, sequence(instant(-1), instant(1)), names,
    publicKey.export({ type: 'spki', format: 'der' }), der(0xa3, sequence(alternativeNames)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', certified, privateKey));
  const text = sequence(certified, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n');
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, cert: `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n` };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  return Buffer.concat([Buffer.from(length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const objectId = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
