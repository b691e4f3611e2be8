# agentfn completion for bash. Add to ~/.bashrc:  source <(agentfn completion bash)
_agentfn() {
    local line="${COMP_LINE#* }" cut=0
    [[ "$COMP_LINE" == *" "* ]] || line=""
    cut=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
    local IFS=$'\n'
    COMPREPLY=($(compgen -W "$(agentfn "[suggest:$cut]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
    [[ ${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o filenames -F _agentfn agentfn
