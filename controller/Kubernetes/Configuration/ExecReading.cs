using Rollout.Kubernetes.Configuration.Credentials;

namespace Rollout.Kubernetes.Configuration;

/// <summary>Reads the <c>exec</c> block of a user.</summary>
internal sealed class ExecReading(List<ConfigurationProblem> warnings)
{
    private const string Group = "client.authentication.k8s.io/";

    private static readonly string[] Versions = [Group + "v1", Group + "v1beta1"];

    private static readonly string[] Fields = ["apiVersion", "command", "args", "env", "installHint", "provideClusterInfo", "interactiveMode"];

    /// <summary>Null where it is unusable; what is wrong has been noted.</summary>
    public ExecPlugin? Load(YamlFields exec, string folder)
    {
        KnownFields.Warn(exec, Fields, warnings);
        var version = exec.Text("apiVersion");
        if (version is null || !Versions.Contains(version, StringComparer.Ordinal))
        {
            exec.Wrong("apiVersion", version is null ? "it names no version" : $"'{version}' is not known", $"known are {string.Join(", ", Versions)}");
        }

        var command = exec.Text("command");
        if (command is null)
        {
            exec.Wrong("command", "it names no command", "write the plugin's program");
        }

        CheckInteraction(exec, version);
        var environment = Environment(exec);
        return version is null || command is null ? null : new ExecPlugin
        {
            ApiVersion = version,
            // As kubectl: a path with a separator begins at the file's folder, a bare name is looked for on the PATH.
            Command = command.Contains(Path.DirectorySeparatorChar) ? Path.Combine(folder, command) : command,
            Arguments = exec.Texts("args"),
            Environment = environment,
            InstallHint = exec.Text("installHint"),
            ProvideClusterInfo = exec.Flag("provideClusterInfo"),
        };
    }

    private static void CheckInteraction(YamlFields exec, string? version)
    {
        switch (exec.Text("interactiveMode"))
        {
            case "Never" or "IfAvailable":
                break;
            case "Always":
                exec.Wrong("interactiveMode", "the plugin wants to ask somebody, and nobody is here", "use a plugin that can do with Never or IfAvailable");
                break;
            case null when version == Group + "v1":
                exec.Wrong("interactiveMode", "version v1 must say whether the plugin asks", "write Never or IfAvailable");
                break;
            case null:
                break;
            default:
                exec.Wrong("interactiveMode", "it is not known", "known are Never, IfAvailable, Always");
                break;
        }
    }

    private static List<KeyValuePair<string, Secret>> Environment(YamlFields exec)
    {
        var found = new List<KeyValuePair<string, Secret>>();
        foreach (var item in exec.Mappings("env"))
        {
            if (item.Text("name") is { } name)
            {
                found.Add(new(name, new Secret(item.Text("value") ?? "")));
            }
            else
            {
                item.Wrong("name", "the variable has no name", "write its name");
            }
        }

        return found;
    }
}
