/**
 * One frame from the outside in: each header's fields beside its bytes, which have the colour of
 * their header.
 */
import type { FrameState } from '#trace/fold';
import { detailsOf, type Layer } from './wire-rows.ts';
import type { Words } from './words.ts';

export function FrameDetails({ frame, words }: { frame: FrameState; words: Words }) {
  const { layers, bytes } = detailsOf(frame);
  return (
    <div class="lab-layers">
      {layers.map((layer, index) => (
        <section key={layer.offset} class="lab-layer" data-depth={index} aria-label={layer.name}>
          <p class="lab-layer-name">
            {layer.name} <small>{words.say('lab.wire.bytes', { n: layer.length })}</small>
          </p>
          {layer.note && <p>{layer.note}</p>}
          <Fields layer={layer} />
          <code class="lab-hex">{hexOf(bytes.subarray(layer.offset, layer.offset + layer.length))}</code>
        </section>
      ))}
    </div>
  );
}

const Fields = ({ layer }: { layer: Layer }) => (
  <dl>
    {layer.fields.map(field => (
      <div key={`${field.offset} ${field.name}`}>
        <dt>{field.name}</dt>
        <dd>{field.value}</dd>
      </div>
    ))}
  </dl>
);

const hexOf = (bytes: Uint8Array) => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(' ');
