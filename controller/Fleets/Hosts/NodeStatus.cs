using System.Globalization;
using Rollout.Planning;

namespace Rollout.Fleets.Hosts;

/// <summary>Asks a node's status command which version it runs and whether it is ready.</summary>
public sealed class NodeStatus(FleetFile fleet, CommandRunner runner)
{
    public async ValueTask<ObservedNode> ReadAsync(FleetNode node, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(fleet.Status, Values(node), null, cancellationToken);
        return Understand(node.Name, result);
    }

    /// <summary>What the status command's end says. Exit 0 with a version is ready; a version with another exit is known, but not ready.</summary>
    public static ObservedNode Understand(string node, CommandResult result)
    {
        if (result is not CommandResult.Exited exited)
        {
            return new ObservedNode(node, null, Ready: false, $"status {result.Explained}");
        }

        var printed = exited.StdoutBytes > CapturedOutput.Kept ? "" : exited.Stdout.Trim();
        var version = VersionText.IsVersion(printed) ? printed : null;
        if (exited.Code != 0)
        {
            return new ObservedNode(node, version, Ready: false, $"status {exited.Explained}");
        }

        return version is not null ? new ObservedNode(node, version, Ready: true)
            : new ObservedNode(node, null, Ready: false, Wrong(exited));
    }

    internal static Dictionary<string, string> Values(FleetNode node, string? version = null)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["node"] = node.Name, ["address"] = node.Address.ToString() };
        if (version is not null)
        {
            values["version"] = version;
        }

        return values;
    }

    private static string Wrong(CommandResult.Exited exited) => exited switch
    {
        { StdoutBytes: > CapturedOutput.Kept } => string.Create(CultureInfo.InvariantCulture,
            $"status printed {exited.StdoutBytes} bytes where a version was expected"),
        { Stdout: var text } when string.IsNullOrWhiteSpace(text) => "status exited 0 and printed no version",
        _ => $"status printed '{Explanation.Of(System.Text.Encoding.UTF8.GetBytes(exited.Stdout[..Math.Min(200, exited.Stdout.Length)]), wasCut: false)}' where a version was expected",
    };
}
