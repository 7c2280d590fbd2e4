using System.CommandLine;

namespace Rollout.Cli.Completing;

/// <summary>`rollout completion`: the script that makes a shell complete our words.</summary>
internal static class CompletionVerb
{
    private const string Help = """
        rollout completion: what makes a shell complete the words of rollout

        usage:
          rollout completion bash|zsh|fish|powershell

        bash         source <(rollout completion bash)          in ~/.bashrc
        zsh          source <(rollout completion zsh)           in ~/.zshrc
        fish         rollout completion fish > ~/.config/fish/completions/rollout.fish
        powershell   rollout completion powershell | Out-String | Invoke-Expression

        As a plugin of kubectl: link kubectl-rollout_staggered to rollout in a directory
        of your PATH, then kubectl rollout-staggered status shop.

        exit codes: 0 printed; 2 no such shell.
        """;

    public static Verb Create()
    {
        var shell = new Argument<string>("SHELL") { Arity = ArgumentArity.ZeroOrOne };
        shell.CompletionSources.Add(_ => CompletionScripts.ByShell.Keys.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        var command = new Command("completion") { Arguments = { shell } };
        return new Verb(command, Help, async (call, cancellation) =>
        {
            var name = call.Given.GetValue(shell);
            if (name is null || !CompletionScripts.ByShell.ContainsKey(name))
            {
                call.Usage.Add("SHELL", name is null ? "no shell is named" : $"'{name}' is not known", $"write one of {string.Join(", ", CompletionScripts.ByShell.Keys)}");
            }

            if (call.Usage.Count > 0)
            {
                return call.Refuse("nothing was printed");
            }

            await call.Out.WriteLineAsync(CompletionScripts.ByShell[name!].AsMemory(), cancellation);
            return ExitCode.Done;
        });
    }
}
