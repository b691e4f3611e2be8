#compdef agentfn
# agentfn completion for zsh. Add to ~/.zshrc, after compinit:  source <(agentfn completion zsh)
_agentfn() {
    local line="${BUFFER#* }"
    [[ "$BUFFER" == *" "* ]] || line=""
    local cut=$((CURSOR - ${#BUFFER} + ${#line}))
    local -a found
    found=("${(@f)$(agentfn "[suggest:$cut]" "$line" 2>/dev/null)}")
    compadd -- $found || _files
}
compdef _agentfn agentfn
