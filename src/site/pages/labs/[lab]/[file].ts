/** What a lab fetches when it opens: its scenes and their recordings, under the names of recording.ts. */
import type { APIRoute } from 'astro';
import { sceneFile } from '#lab/scene-file';
import { recordingName, sceneName } from '#protocol/recording';
import { labIds, labOf, recording, scene } from '../../../data/labs.ts';

type Props = { whatIf: string | null; kind: 'scene' | 'recording' };

const filesOf = (lab: string, whatIf: string | null) => [
  { params: { lab, file: sceneName(whatIf) }, props: { whatIf, kind: 'scene' } satisfies Props },
  ...(recording(lab, whatIf) === undefined
    ? []
    : [
        {
          params: { lab, file: recordingName(whatIf) },
          props: { whatIf, kind: 'recording' } satisfies Props,
        },
      ]),
];

export const getStaticPaths = () =>
  labIds.flatMap(lab =>
    [null, ...labOf(lab).whatIfs.map(({ id }) => id)].flatMap(whatIf => filesOf(lab, whatIf)),
  );

export const GET: APIRoute<Props> = async ({ params: { lab = '' }, props: { whatIf, kind } }) =>
  kind === 'scene'
    ? Response.json(await sceneFile(scene(lab, whatIf)))
    : new Response(recording(lab, whatIf));
