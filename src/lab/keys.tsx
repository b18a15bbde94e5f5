/** The list of the lab's keys among its tools. */
import { LAB_KEYS } from './key-list.ts';
import type { Words } from './words.ts';

export const Keys = ({ words }: { words: Words }) => (
  <section class="lab-keys" aria-label={words.say('lab.keys')}>
    <h3>{words.say('lab.keys')}</h3>
    <dl>
      {LAB_KEYS.map(({ keys, what }) => (
        <div key={what}>
          <dt>
            {keys.map(key => (
              <kbd key={key} class="lab-key">
                {key}
              </kbd>
            ))}
          </dt>
          <dd>{words.say(what)}</dd>
        </div>
      ))}
    </dl>
  </section>
);
