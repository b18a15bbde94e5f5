/** A slider whose places are what-ifs of the lab: let go, the one at that place runs to its end. */
import './scene-slider.css';
import { useState } from 'preact/hooks';
import type { Scene } from '#protocol/lab';
import type { OpenScene } from './page-events.ts';
import { useId } from './use-id.ts';
import type { Words } from './words.ts';

export const SLIDER_CLASS = 'lab-slider-input';

type SceneSliderProps = { scene: Scene; live: boolean; onOpen: OpenScene; words: Words };

export function SceneSlider({ scene, live, onOpen, words }: SceneSliderProps) {
  const { slider, whatIf, whatIfs } = scene;
  const here = slider?.whatIfs.indexOf(whatIf ?? '') ?? -1;
  const id = useId();
  // Before anything was cut it stands where nothing is.
  const [at, setAt] = useState(here === -1 ? (slider?.whatIfs.length ?? 0) - 1 : here);
  if (slider === undefined || whatIfs.length === 0) return null;
  const { [words.locale]: text = '' } = whatIfs.find(each => each.id === slider.whatIfs[at])?.title ?? {};
  return (
    <div class="lab-slider" data-shown={at === here}>
      <label for={id}>{slider.title[words.locale]}</label>
      <input
        id={id}
        class={SLIDER_CLASS}
        type="range"
        min={0}
        max={slider.whatIfs.length - 1}
        step={1}
        value={at}
        list={`${id}-places`}
        aria-valuetext={text}
        onInput={({ currentTarget }) => setAt(Number(currentTarget.value))}
        onChange={({ currentTarget }) => {
          const wanted = slider.whatIfs[Number(currentTarget.value)];
          if (wanted !== undefined) onOpen(live ? 'live' : 'recorded', wanted, true);
        }}
      />
      <datalist id={`${id}-places`}>
        {slider.whatIfs.map((place, index) => (
          <option key={place} value={index} />
        ))}
      </datalist>
      <output for={id}>{text}</output>
    </div>
  );
}
