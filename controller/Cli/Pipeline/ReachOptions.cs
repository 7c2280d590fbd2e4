using System.CommandLine;
using Rollout.Api;
using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>Which rollout, where, and as whom: the same on every verb that speaks to a controller.</summary>
internal sealed class ReachOptions
{
    public const string Help = """
          -n, --namespace default
                               where the rollout lies; a host fleet's is default
          --server URL         the controller's address (or ROLLOUT_SERVER)
          --token-file FILE    the token for changing calls, on the first line (or
                               ROLLOUT_TOKEN_FILE)
        """;

    private readonly Argument<string> name = new("NAME") { Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> space = new("--namespace", "-n");
    private readonly Option<string> server = new("--server");
    private readonly Option<string> token = new("--token-file");

    public void AddTo(Command command)
    {
        command.Arguments.Add(name);
        command.Options.Add(space);
        command.Options.Add(server);
        command.Options.Add(token);
    }

    /// <summary>Null with problems in the call: nothing may be asked then.</summary>
    public Reach? Read(VerbCall call)
    {
        var rollout = call.Given.GetValue(name);
        if (rollout is ['-', ..])
        {
            // A mistyped option before the name would be taken for the name.
            var known = call.Given.CommandResult.Command.Options.Select(o => o.Name).ToList();
            call.Usage.Add(rollout, "unknown option",
                (Nearest.To(rollout, known) is { } near ? $"did you mean {near}? " : "") + $"known are {string.Join(", ", known)}");
            rollout = null;
        }

        if (string.IsNullOrEmpty(rollout))
        {
            call.Usage.Add("NAME", "no rollout is named", $"write rollout {call.Name} NAME");
        }

        var address = Address(call);
        var secret = Token(call);
        return call.Usage.Count > 0 || address is null ? null
            : new Reach(new ControllerClient(address, secret), new RolloutSeen.RolloutName(call.Given.TextOf(space) ?? "default", rollout!));
    }

    private Uri? Address(VerbCall call)
    {
        var (place, text) = call.Given.TextOf(server) is { } given ? ("--server", given) : ("ROLLOUT_SERVER", Environment.GetEnvironmentVariable("ROLLOUT_SERVER"));
        if (string.IsNullOrEmpty(text))
        {
            call.Usage.Add("--server", "no controller is named", "write --server http://ADDRESS:PORT, or set ROLLOUT_SERVER");
            return null;
        }

        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (Uri.TryCreate(full, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { UserInfo.Length: 0, Query.Length: 0 })
        {
            return address;
        }

        call.Usage.Add(place, $"'{text}' is no address of a controller", "write http://ADDRESS:PORT or https://HOST");
        return null;
    }

    /// <summary>Null where none is named: then only looking is possible.</summary>
    private string? Token(VerbCall call)
    {
        var (place, path) = call.Given.TextOf(token) is { } given ? ("--token-file", given) : ("ROLLOUT_TOKEN_FILE", Environment.GetEnvironmentVariable("ROLLOUT_TOKEN_FILE"));
        if (string.IsNullOrEmpty(path))
        {
            return null;
        }

        try
        {
            if (File.ReadLines(path).FirstOrDefault()?.Trim() is { Length: > 0 } secret && secret.All(c => c is > ' ' and <= '~'))
            {
                return secret;
            }

            call.Usage.Add(new Problem(place, $"{path} has no token on its first line", "write the controller's token there"));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            call.Usage.Add(new Problem(place, wrong.Message.TrimEnd('.'), "name a file that can be read"));
        }

        return null;
    }
}
