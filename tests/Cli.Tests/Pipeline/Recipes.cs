using System.Text.RegularExpressions;
using Rollout.Support;
using YamlDotNet.Serialization;

namespace Rollout.Cli.Tests.Pipeline;

/// <summary>
/// What PIPELINES.md tells each system to run: the YAML is parsed, the text of a shell step is left as it is written, and only what the system
/// itself replaces (its expressions, the address of the controller) is replaced here.
/// </summary>
internal static partial class Recipes
{
    public const string Commit = "0efa8033c2d3a4a05c4c3c2e7f5b1b4dcb8d4f10";

    private const string Built = "2026-11-20T19:39:14Z";

    private static readonly string Page = File.ReadAllText(Checkout.At("controller", "Cli", "PIPELINES.md"));

    /// <summary>One thing that a job runs.</summary>
    /// <param name="Command">And its arguments.</param>
    /// <param name="Variables">Of its environment.</param>
    /// <param name="IsLast">Its exit code is the job's.</param>
    public sealed record Step(IReadOnlyList<string> Command, IReadOnlyList<(string Name, string Value)> Variables, bool IsLast);

    /// <summary>The shell form.</summary>
    public static string Script => Block(Page, "sh");

    public static IEnumerable<string> Systems => Page.Split("\n## ").Skip(1).Select(s => s[..s.IndexOf('\n', StringComparison.Ordinal)]);

    /// <param name="system">A heading of the page.</param>
    /// <param name="version">To roll out.</param>
    /// <param name="server">The controller that is there, in the place of the page's.</param>
    /// <param name="token">File with its token.</param>
    /// <param name="temporary">What the system gives a job to write into.</param>
    public static IReadOnlyList<Step> Of(string system, string version, string server, string token, string temporary)
    {
        var section = Page.Split("\n## ").Single(s => s.StartsWith(system + "\n", StringComparison.Ordinal));
        section = section.Replace("https://rollout.example.com", server, StringComparison.Ordinal).Replace("http://rollout.rollout-system:8080", server, StringComparison.Ordinal);
        return system switch
        {
            "GitHub Actions" => GitHub(Yaml(Block(section, "yaml")), version, File.ReadAllText(token).Trim(), temporary),
            "GitLab CI" => GitLab(Yaml(Block(section, "yaml")), version, token),
            "Jenkins" => Jenkins(Block(section, "groovy"), version, token),
            "Tekton" => Tekton(Yaml(Block(section, "yaml")), version, token),
            "Argo Workflows" => Argo(Yaml(Block(section, "yaml")), version, token),
            _ => throw new InvalidOperationException($"{system} is tried by nobody"),
        };
    }

    /// <summary>`run` goes to bash -e; expressions stand in env alone, where no text of a stranger becomes a command.</summary>
    private static List<Step> GitHub(object root, string version, string token, string temporary)
    {
        var job = At(root, "jobs", "roll-out");
        (string, string)[] given = [("GITHUB_REF_NAME", version), ("GITHUB_SHA", Commit), ("RUNNER_TEMP", temporary)];
        var steps = ((List<object>)At(job, "steps")).Select(step => (Run: (string)At(step, "run"), Env: Texts(At(step, "env")))).ToList();
        Assert.All(steps, s => Assert.DoesNotContain("${{", s.Run, StringComparison.Ordinal));
        return [.. steps.Select((s, i) => new Step(["/bin/bash", "-e", "-c", s.Run], [.. given, .. s.Env.Select(e => (e.Name, Known(e.Value
            .Replace("${{ secrets.ROLLOUT_TOKEN }}", token, StringComparison.Ordinal).Replace("${{ runner.temp }}", temporary, StringComparison.Ordinal))))], i == steps.Count - 1))];
    }

    /// <summary>`script` is one shell script; 12 may fail the job without failing the pipeline.</summary>
    private static List<Step> GitLab(object root, string version, string token)
    {
        var job = At(root, "roll-out");
        Assert.Equal("12", Assert.Single((List<object>)At(job, "allow_failure", "exit_codes")));
        var script = string.Join('\n', ((List<object>)At(job, "script")).Cast<string>());
        return
        [
            new Step(["/bin/sh", "-e", "-c", script],
                [("CI_COMMIT_TAG", version), ("CI_COMMIT_SHA", Commit), ("CI_PIPELINE_CREATED_AT", Built), ("ROLLOUT_TOKEN_FILE", token), .. Texts(At(job, "variables"))], true),
        ];
    }

    /// <summary>`sh` gets the text between the quotes, which Groovy leaves as it is; the credentials are bound to a variable.</summary>
    private static List<Step> Jenkins(string groovy, string version, string token)
    {
        Assert.Contains("variable: 'ROLLOUT_TOKEN_FILE'", groovy, StringComparison.Ordinal);
        return [new Step(["/bin/sh", "-e", "-c", Shell().Match(groovy).Groups[1].Value], [("TAG_NAME", version), ("GIT_COMMIT", Commit), ("ROLLOUT_TOKEN_FILE", token)], true)];
    }

    /// <summary>`args` go to the image's entrypoint, which is the executable.</summary>
    private static List<Step> Tekton(object root, string version, string token)
    {
        Assert.Equal(("tekton.dev/v1", "Task"), ((string)At(root, "apiVersion"), (string)At(root, "kind")));
        var step = ((List<object>)At(root, "spec", "steps")).Single();
        string Filled(string text) => Known(text.Replace("$(params.version)", version, StringComparison.Ordinal).Replace("$(params.commit)", Commit, StringComparison.Ordinal)
            .Replace("$(workspaces.token.path)/token", token, StringComparison.Ordinal));
        return [new Step(["rollout", .. ((List<object>)At(step, "args")).Cast<string>().Select(Filled)], [.. Pairs(At(step, "env")).Select(e => (e.Name, Filled(e.Value)))], true)];
    }

    private static List<Step> Argo(object root, string version, string token)
    {
        var container = At(((List<object>)root).Single(), "container");
        string Filled(string text) => Known(text.Replace("{{inputs.parameters.version}}", version, StringComparison.Ordinal)
            .Replace("{{inputs.parameters.commit}}", Commit, StringComparison.Ordinal).Replace("/run/secrets/rollout/token", token, StringComparison.Ordinal));
        return [new Step(["rollout", .. ((List<object>)At(container, "args")).Cast<string>().Select(Filled)], [.. Pairs(At(container, "env")).Select(e => (e.Name, Filled(e.Value)))], true)];
    }

    /// <summary>Without an expression that nothing here knows.</summary>
    private static string Known(string text)
    {
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        Assert.DoesNotContain("$(", text, StringComparison.Ordinal);
        return text;
    }

    private static object Yaml(string text) => new DeserializerBuilder().Build().Deserialize<object>(text)!;

    private static object At(object from, params IReadOnlyList<string> path) => path.Aggregate(from, (at, key) =>
        ((Dictionary<object, object>)at).TryGetValue(key, out var below) ? below : throw new InvalidOperationException($"there is no {string.Join('.', path)}"));

    private static IEnumerable<(string Name, string Value)> Texts(object map) => ((Dictionary<object, object>)map).Select(e => ((string)e.Key, (string)e.Value));

    private static IEnumerable<(string Name, string Value)> Pairs(object list) => ((List<object>)list).Select(e => ((string)At(e, "name"), (string)At(e, "value")));

    private static string Block(string text, string language)
    {
        var from = text.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return text[from..text.IndexOf("```", from, StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"sh\(returnStatus: true, script:\s*'([^'\\]*)'\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shell();
}
