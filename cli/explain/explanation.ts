/** The shape of an explanation, before it is written for a screen or for a page. */
import type { Place } from '../catalogue/place.ts';

export interface Item {
  /** A name that stands for itself: an id, a verdict. */
  readonly name?: string;
  readonly text: string;
  /** A word in brackets after the name. */
  readonly note?: string;
  readonly places?: readonly Place[];
}

export interface Section {
  readonly heading: string;
  readonly text?: string;
  readonly items?: readonly Item[];
  /** Lines worth opening. */
  readonly places?: readonly Place[];
  /** What to say when there are no items; without it, the section is then left out. */
  readonly none?: string;
}

export interface Explanation {
  readonly id: string;
  readonly kind: 'requirement' | 'scenario' | 'precondition' | 'action' | 'probe' | 'fault' | 'variant';
  /** One sentence. */
  readonly title: string;
  /** Short members, each on a line. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly sections: readonly Section[];
}

/** The sections that have something to say. */
export function toldSections({ sections }: Explanation): Section[] {
  return sections.filter(
    ({ text, none, items = [], places = [] }) =>
      text !== undefined || none !== undefined || items.length + places.length > 0,
  );
}
