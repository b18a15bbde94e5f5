/**
 * CodeMirror behind one function that a signal undoes. Tab indents only once the learner has typed or
 * come by pointer: who walks through the page with the keyboard walks through the editor too.
 */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { editorTheme } from './editor-theme.ts';
import type { TextSelection } from './text-selection.ts';

export type EditorOptions = {
  text: string;
  /** accessible name: the file */
  label: string;
  /** id of the note that tells the way out */
  describedBy: string;
  changed(text: string): void;
  /** Ctrl/Cmd+Enter */
  check(): void;
  signal: AbortSignal;
};

export type MountedEditor = {
  /** Its file is called otherwise from now on. */
  rename(label: string): void;
  replace(text: string): void;
  /** Takes the focus with this selection. */
  select(selection: TextSelection): void;
  /** Puts the cursor at the start of a line, counted from 1. */
  goto(line: number): void;
};

export function mountEditor(element: HTMLElement, options: EditorOptions): MountedEditor {
  const tabs = new Compartment();
  const name = new Compartment();
  let isTabbing = false;
  const view: EditorView = new EditorView({
    parent: element,
    state: EditorState.create({ doc: options.text, extensions: extensions(options, tabs, name) }),
  });
  const startTabbing = () => {
    if (isTabbing) return;
    isTabbing = true;
    view.dispatch({ effects: tabs.reconfigure(keymap.of([indentWithTab])) });
  };
  view.contentDOM.addEventListener('beforeinput', startTabbing);
  view.contentDOM.addEventListener('pointerdown', startTabbing);
  options.signal.addEventListener('abort', () => view.destroy(), { once: true });
  return {
    rename: label => {
      view.dispatch({ effects: name.reconfigure(attributes(label, options.describedBy)) });
    },
    replace: text => {
      const { length } = view.state.doc;
      const { from, to } = view.state.selection.main;
      const changes = { from: 0, to: length, insert: text };
      // Who has selected all is about to write over it, whatever stands there.
      const isAll = length > 0 && from === 0 && to === length;
      view.dispatch(isAll ? { changes, selection: { anchor: 0, head: text.length } } : { changes });
    },
    select: ({ start, end }) => {
      view.dispatch({ selection: { anchor: start, head: end } });
      view.focus();
    },
    goto: line => {
      const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines)).from;
      view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
      view.focus();
    },
  };
}

// A tabindex of its own, because not every tool knows that contenteditable takes the focus.
const attributes = (label: string, describedBy: string) =>
  EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': describedBy, tabindex: '0' });

function extensions(
  { label, describedBy, changed, check }: EditorOptions,
  tabs: Compartment,
  name: Compartment,
) {
  const run = () => {
    check();
    return true;
  };
  return [
    keymap.of([{ key: 'Mod-Enter', run }]),
    tabs.of([]),
    lineNumbers(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    indentUnit.of('    '),
    indentOnInput(),
    bracketMatching(),
    python(),
    syntaxHighlighting(classHighlighter),
    editorTheme,
    keymap.of([...defaultKeymap, ...historyKeymap]),
    name.of(attributes(label, describedBy)),
    EditorView.updateListener.of(update => {
      if (update.docChanged) changed(update.state.doc.toString());
    }),
  ];
}
