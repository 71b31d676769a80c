// What of CodeMirror the SQL page's editor uses; data/editor/README.md says how it is built.
export { EditorState } from "@codemirror/state"
export { EditorView, keymap, lineNumbers, highlightSpecialChars } from "@codemirror/view"
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands"
export { SQLDialect, sql } from "@codemirror/lang-sql"
export {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
  ifNotIn,
} from "@codemirror/autocomplete"
export { HighlightStyle, bracketMatching, syntaxHighlighting } from "@codemirror/language"
export { tags } from "@lezer/highlight"
