/** A lab's scene as the site has it: with the colours of its sources, so that a lab is drawn without a parser. */
import type { Scene } from '#protocol/lab';
import { sceneName } from '#protocol/recording';
import { type Colours, coloursOf, knowColours } from './highlight.ts';

/** One for each program, in their order. */
export type SceneFile = Scene & { colours: readonly Colours[] };

export async function sceneFile(scene: Scene): Promise<SceneFile> {
  return { ...scene, colours: await Promise.all(scene.programs.map(({ source }) => coloursOf(source))) };
}

export async function fetchScene(base: string, lab: string, whatIf: string | null): Promise<Scene> {
  const answer = await fetch(`${base}labs/${lab}/${sceneName(whatIf)}`);
  if (!answer.ok) throw new Error(`the scene of ${lab} could not be loaded: ${answer.status}`);
  const { colours = [], ...scene } = (await answer.json()) as Scene & Partial<SceneFile>;
  knowColours(
    scene.programs.flatMap(({ source }, at) => {
      const found = colours[at];
      return found === undefined ? [] : [{ source, colours: found }];
    }),
  );
  return scene;
}
