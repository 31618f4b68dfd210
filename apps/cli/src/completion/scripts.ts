/** The shells that can be told what fits. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * What a shell is given once: it asks this program at each Tab, by the hidden command `complete`, and
 * gets an answer a line. Words go there as they are; none is evaluated on the way.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  // Bash breaks words at : and = too, so it gets the line to the cursor, and says what it would replace.
  bash: `# bash completion for bookstore
_bookstore() {
  local answer file
  COMPREPLY=()
  while IFS= read -r answer; do
    if [[ $answer == :files ]]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$2")
    else
      COMPREPLY+=("$answer")
    fi
  done < <(bookstore complete bash -- "\${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
}
complete -F _bookstore bookstore
`,
  zsh: `#compdef bookstore
_bookstore() {
  local answer found=1
  local -a answers
  while IFS= read -r answer; do
    if [[ $answer == :files ]]; then
      _files && found=0
    else
      answers+=("$answer")
    fi
  done < <(bookstore complete zsh -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( \${#answers} )) && _describe bookstore answers && found=0
  return found
}
if [[ $funcstack[1] == _bookstore ]]; then
  _bookstore "$@"
else
  compdef _bookstore bookstore
fi
`,
  fish: `# fish completion for bookstore
function __bookstore_complete
  set -l before (commandline -opc)
  set -l current (commandline -ct)
  for answer in (bookstore complete fish -- $before[2..-1] "$current" 2>/dev/null)
    if test "$answer" = ':files'
      __fish_complete_path "$current"
    else
      echo -- $answer
    end
  end
end
complete -c bookstore -f -a '(__bookstore_complete)'
`,
};
