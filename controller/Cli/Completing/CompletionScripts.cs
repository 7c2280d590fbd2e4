namespace Rollout.Cli.Completing;

/// <summary>What each shell needs to ask us. NAME is the program as it is called.</summary>
internal static class CompletionScripts
{
    public static IReadOnlyDictionary<string, string> ByShell { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["bash"] = """
            # rollout: source <(rollout completion bash), in ~/.bashrc
            _rollout_complete() {
                local line="${COMP_LINE:0:COMP_POINT}" rest="" IFS=$'\n'
                case "$line" in *[[:space:]]*) rest="${line#*[[:space:]]}" ;; esac
                COMPREPLY=($(compgen -W "$("$1" "[suggest:${#rest}]" "$rest" 2>/dev/null)" -- "$2"))
            }
            complete -o default -F _rollout_complete rollout
            """,
        ["zsh"] = """
            #compdef rollout
            # rollout: source <(rollout completion zsh), in ~/.zshrc after compinit
            _rollout() {
                local line="${(j: :)words[2,CURRENT]}"
                local -a found
                found=("${(@f)$(rollout "[suggest:${#line}]" "$line" 2>/dev/null)}")
                if [[ -n "${found[1]}" ]]; then compadd -- "${found[@]}"; else _files; fi
            }
            compdef _rollout rollout
            """,
        ["fish"] = """
            # rollout: rollout completion fish > ~/.config/fish/completions/rollout.fish
            function __rollout_complete
                set -l words (commandline -opc) (commandline -ct)
                set -l line (string join ' ' -- $words[2..-1])
                rollout "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c rollout -a '(__rollout_complete)'
            """,
        ["powershell"] = """
            # rollout: rollout completion powershell | Out-String | Invoke-Expression, in $PROFILE
            Register-ArgumentCompleter -Native -CommandName rollout -ScriptBlock {
                param($word, $ast, $cursor)
                $line = $ast.ToString() -replace '^\S+\s*', ''
                if ($word -eq '' -and $line -ne '') { $line += ' ' }
                rollout "[suggest:$($line.Length)]" "$line" 2>$null | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };
}
