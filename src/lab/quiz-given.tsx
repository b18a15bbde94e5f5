/** What a question shows before it is answered. */
import type { Given, Said } from '#quiz/question';

type GivenProps = { given: Given; say: (text: Said) => string };

export function GivenView({ given, say }: GivenProps) {
  switch (given.kind) {
    case 'code':
      return (
        <pre class="quiz-code">
          <code>{given.lines.join('\n')}</code>
        </pre>
      );
    case 'list':
      return (
        <ol class="quiz-list">
          {given.items.map((item, index) => (
            <li key={index}>{say(item)}</li>
          ))}
        </ol>
      );
    case 'table':
      return (
        <table class="quiz-table">
          <thead>
            <tr>
              {given.head.map((head, index) => (
                <th key={index} scope="col">
                  {say(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {given.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, at) => (
                  <td key={at}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    default:
      return given satisfies never;
  }
}
