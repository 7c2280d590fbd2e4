using System.Globalization;
using Rollout.Demo.Shop;

namespace Rollout.Demo.Fleet;

/// <summary>The shell scripts by which the fleet of the demo is changed; each can be run by hand in the demo's folder.</summary>
internal static class DemoScripts
{
    private static readonly string[] Names = ["node.sh", "deploy.sh", "status.sh", "drain.sh", "undrain.sh", "stop.sh", "guard.sh"];

    /// <param name="folder">An existing folder.</param>
    /// <param name="command">How this executable is started: program and first arguments.</param>
    /// <param name="owner">Process id that the shops end with.</param>
    public static async Task WriteAsync(
        string folder, IReadOnlyList<DemoNode> nodes, IReadOnlyList<string> command, int owner, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "settings.sh"), Settings(folder, nodes, command, owner), cancellation);
        foreach (var name in Names)
        {
            var path = Path.Combine(folder, name);
            await using (var script = typeof(DemoScripts).Assembly.GetManifestResourceStream("Rollout.Demo.Scripts." + name)!)
            await using (var file = File.Create(path))
            {
                await script.CopyToAsync(file, cancellation);
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }

    private static string Settings(string folder, IReadOnlyList<DemoNode> nodes, IReadOnlyList<string> command, int owner)
    {
        var ports = string.Concat(nodes.Select(n => string.Create(CultureInfo.InvariantCulture, $"    {n.Name}) port={n.Port} ;;\n")));
        var words = string.Join(' ', command.Select(ShellText.Quote));
        return string.Create(CultureInfo.InvariantCulture, $$"""
            # Written by the demo when it started.
            folder={{ShellText.Quote(folder)}}
            owner={{owner}}
            versions='{{string.Join(' ', ShopVersion.All.Select(v => v.Name))}}'

            # Sets the port of a node.
            port_of() {
                case $1 in
            {{ports}}    *) echo "no node $1: known are {{string.Join(", ", nodes.Select(n => n.Name))}}" >&2; exit 2 ;;
                esac
            }

            # Becomes this executable, in a session of its own where the system can, so that Ctrl-C at the terminal does not reach it.
            launch() {
                if command -v setsid >/dev/null; then exec setsid {{words}} "$@"; else exec {{words}} "$@"; fi
            }

            """);
    }
}
