import type { Question } from './population.question.js';
import { flow, stock } from './population.stock.js';

/** Every question about the population; each is a route. */
export const questions: readonly Question[] = [stock, flow];
