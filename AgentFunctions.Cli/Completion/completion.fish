# agentfn completion for fish. Save as ~/.config/fish/completions/agentfn.fish
function __agentfn_complete
    set -l line (string replace -r '^\S+\s?' '' -- (commandline -cp))
    agentfn "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end
complete -c agentfn -a '(__agentfn_complete)'
