/** What is said of an answer: the name of the slip, why, and the bits or events that show it. */
import { type Judgement, type Question, type Said, type Shown, said } from '#quiz/question';

type OutcomeProps = { judgement: Judgement; question: Question; say: (text: Said) => string };

export function Outcome({ judgement, question, say }: OutcomeProps) {
  if (judgement.kind === 'refused') {
    const field = question.fields.find(({ id }) => id === judgement.field);
    const label = field === undefined ? '' : `${say(field.label)}: `;
    return <p class="quiz-refused">{`${label}${say(judgement.why)}`}</p>;
  }
  return (
    <>
      <p class="quiz-verdict">{say(verdictOf(judgement, question))}</p>
      <p>{say(judgement.why)}</p>
      {judgement.shown.map((shown, index) => (
        <ShownView key={index} shown={shown} say={say} />
      ))}
    </>
  );
}

function verdictOf(judgement: Judgement, { generator }: Question): Said {
  if (judgement.kind !== 'wrong') return said('ui.right');
  if (judgement.slip === null) return said('ui.wrong');
  return said('ui.wrong-slip', { slip: said(`${generator}.slip.${judgement.slip}`) });
}

function ShownView({ shown, say }: { shown: Shown; say: (text: Said) => string }) {
  if (shown.kind === 'bits') return <Bits shown={shown} say={say} />;
  return (
    <table class="quiz-table">
      <tbody>
        {shown.rows.map(({ what, left }, index) => (
          <tr key={index}>
            <td>{say(what)}</td>
            <td>{say(left)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type BitsProps = { shown: Extract<Shown, { kind: 'bits' }>; say: (text: Said) => string };

/** The bits of the network stand out. */
function Bits({ shown: { line, rows }, say }: BitsProps) {
  return (
    <dl class="quiz-bits">
      {rows.map(({ label, bits, value }, index) => (
        <div key={index}>
          <dt>{say(label)}</dt>
          <dd>
            <span>{value}</span> <BitRow bits={bits} line={line} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Octets with dots between them; the line between network and host may run inside one. */
function BitRow({ bits, line }: { bits: string; line: number | null }) {
  const octets = bits.match(/.{8}/g) ?? [];
  return (
    <span class="quiz-bit-row">
      {octets.map((octet, at) => {
        const inNetwork = line === null ? 0 : Math.max(0, Math.min(8, line - 8 * at));
        return (
          <span key={at}>
            {at > 0 && '.'}
            <b>{octet.slice(0, inNetwork)}</b>
            {octet.slice(inNetwork)}
          </span>
        );
      })}
    </span>
  );
}
