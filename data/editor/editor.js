// The SQL page's editor: CodeMirror as a Streamlit component. codemirror.min.js stands before this text.
//
// It tells Python the text when it loses the focus, when a $parameter came or went, and with Ctrl+Enter.
// Python tells it a text to show; each such filling has a token, and one token fills once.

const PAUSE = 600 // milliseconds without a key until a new parameter is told
const PARAMETER = /\$[A-Za-z_]\w*/g
const WORD = /\w*/

const editors = new WeakMap() // by the element that Streamlit draws the editor in
const lastTexts = new Map() // by token: what stood there when Streamlit took the element away

const parametersOf = (text) => [...new Set(text.match(PARAMETER))].sort().join()

function suggestColumns(relations) {
  const everywhere = new Map()
  for (const [relation, { columns }] of Object.entries(relations))
    for (const [column, meaning] of Object.entries(columns))
      if (!everywhere.has(column)) everywhere.set(column, { relation, meaning })
  const option = (column, relation, meaning) => ({ label: column, type: "property", detail: relation, info: meaning, boost: 30 })
  const all = [...everywhere].map(([column, { relation, meaning }]) => option(column, relation, meaning))
  return (text) => {
    const read = new Set(text.match(/\w+/g)?.filter((word) => Object.hasOwn(relations, word)))
    const named = new Map()
    for (const relation of read)
      for (const [column, meaning] of Object.entries(relations[relation].columns))
        if (!named.has(column)) named.set(column, { ...option(column, relation, meaning), boost: 40 })
    return named.size ? [...named.values()] : all
  }
}

function suggestFunctions(functions) {
  return functions.map(([name, parameters, meaning]) => ({
    label: name,
    type: "function",
    detail: `(${parameters})`,
    info: meaning || undefined,
    boost: -20,
    apply: (view, _, from, to) =>
      view.dispatch({ changes: { from, to, insert: `${name}()` }, selection: { anchor: from + name.length + 1 } }),
  }))
}

function suggestBareNames(relations, functions) {
  const columns = suggestColumns(relations)
  const called = suggestFunctions(functions)
  return (context) => {
    const word = context.matchBefore(WORD)
    const before = context.state.sliceDoc(Math.max(0, word.from - 1), word.from)
    if ((word.from === word.to && !context.explicit) || before === "." || before === "$") return null
    return { from: word.from, options: [...columns(context.state.doc.toString()), ...called], validFor: /^\w*$/ }
  }
}

function language({ relations, functions, keywords, types }) {
  const { SQLDialect, sql } = CodeMirror
  const schema = Object.fromEntries(
    Object.entries(relations).map(([name, { meaning, columns }]) => [
      name,
      {
        self: { label: name, type: "class", info: meaning, boost: 10 },
        children: Object.entries(columns).map(([label, info]) => ({ label, type: "property", info })),
      },
    ]),
  )
  const dialect = SQLDialect.define({ keywords, types, builtin: "", operatorChars: "+-*/<>=~!@%^&|?", specialVar: "$" })
  const keywordCompletion = (label) => ({ label, type: "keyword", boost: -10 })
  const support = sql({ dialect, schema, keywordCompletion })
  const elsewhere = ["QuotedIdentifier", "String", "LineComment", "BlockComment", "."]
  const bareNames = CodeMirror.ifNotIn(elsewhere, suggestBareNames(relations, functions))
  const names = dialect.language.data.of({ autocomplete: bareNames })
  return [support, names]
}

function highlighting() {
  const { HighlightStyle, syntaxHighlighting, tags } = CodeMirror
  return syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.keyword, color: "var(--keyword)", fontWeight: "600" },
      { tag: tags.typeName, color: "var(--keyword)" },
      { tag: [tags.string, tags.special(tags.string)], color: "var(--string)" },
      { tag: [tags.number, tags.bool, tags.null], color: "var(--number)" },
      { tag: tags.special(tags.name), color: "var(--parameter)", fontWeight: "600" },
      { tag: tags.comment, color: "var(--comment)", fontStyle: "italic" },
    ]),
  )
}

function paragraph(name, text) {
  const made = document.createElement("p")
  Object.assign(made, { id: name, className: name, textContent: text })
  return made
}

function open(parent, data) {
  const { EditorState, EditorView, acceptCompletion, keymap } = CodeMirror
  const label = paragraph("label", data.label)
  const hint = paragraph("hint", data.hint)
  parent.append(label)
  const editor = { token: data.token, toldText: data.text, timer: 0 }
  const tell = () => {
    const text = editor.view.state.doc.toString()
    if (text === editor.toldText) return
    editor.toldText = text
    editor.setStateValue("text", text)
  }
  const run = () => {
    editor.toldText = editor.view.state.doc.toString()
    clearTimeout(editor.timer)
    CodeMirror.closeCompletion(editor.view)
    editor.setTriggerValue("run", editor.toldText)
    return true
  }
  const onUpdate = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return
    clearTimeout(editor.timer)
    editor.timer = setTimeout(() => {
      const text = editor.view.state.doc.toString()
      if (parametersOf(text) !== parametersOf(editor.toldText)) tell()
    }, PAUSE)
  })
  editor.view = new EditorView({
    parent,
    root: parent,
    state: EditorState.create({
      doc: lastTexts.get(data.token) ?? data.text,
      extensions: [
        keymap.of([
          { key: "Mod-Enter", run, preventDefault: true },
          { key: "Tab", run: acceptCompletion },
        ]),
        CodeMirror.lineNumbers(),
        CodeMirror.highlightSpecialChars(),
        CodeMirror.history(),
        CodeMirror.bracketMatching(),
        CodeMirror.closeBrackets(),
        CodeMirror.autocompletion({ icons: false }),
        language(data),
        highlighting(),
        keymap.of([
          ...CodeMirror.closeBracketsKeymap,
          ...CodeMirror.completionKeymap,
          ...CodeMirror.historyKeymap,
          ...CodeMirror.defaultKeymap,
        ]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-labelledby": label.id, "aria-describedby": hint.id }),
        // at the event itself, so that a click on Run comes after the text
        EditorView.domEventHandlers({ blur: tell }),
        onUpdate,
      ],
    }),
  })
  parent.append(hint)
  editor.close = () => {
    clearTimeout(editor.timer)
    lastTexts.set(editor.token, editor.view.state.doc.toString())
    editor.view.destroy()
    label.remove()
    hint.remove()
  }
  return editor
}

function fill(editor, { token, text }) {
  editor.token = token
  editor.toldText = text
  const { view } = editor
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  let editor = editors.get(parentElement)
  if (!editor) {
    editor = open(parentElement, data)
    editors.set(parentElement, editor)
  }
  Object.assign(editor, { setStateValue, setTriggerValue })
  if (editor.token !== data.token) fill(editor, data)
  return () => {
    editors.delete(parentElement)
    editor.close()
  }
}
