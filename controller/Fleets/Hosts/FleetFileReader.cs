using Rollout.Api.Binding;

namespace Rollout.Fleets.Hosts;

/// <summary>Reads a fleet file from disk. Whatever is wrong comes back as problems; nothing is started and nothing written.</summary>
public static class FleetFileReader
{
    /// <summary>A fleet of a thousand nodes takes a tenth of this.</summary>
    public const int MostBytes = 1 << 20;

    /// <param name="path">As the user wrote it; relative to the working directory.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<Bound<FleetFile>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var problems = new BindingProblems();
        var name = Path.GetFileName(path);
        var bytes = await BytesAsync(path, problems, cancellationToken);
        var root = bytes is null ? null : YamlTree.Read(bytes, name, problems);
        var fleet = root is null ? null : FleetFileBinding.Bind(root, Path.GetDirectoryName(Path.GetFullPath(path))!, problems);
        if (fleet is not null)
        {
            CheckPrograms(fleet, (SpecNode.Map)root!, problems);
        }

        return problems.Outcome(fleet);
    }

    private static async ValueTask<byte[]?> BytesAsync(string path, BindingProblems problems, CancellationToken cancellationToken)
    {
        var place = new SpecPlace(path, null, "");
        try
        {
            if (Directory.Exists(path))
            {
                problems.Add(place, "is a directory", "name the fleet file inside it");
                return null;
            }

            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[MostBytes + 1];
            var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            if (read <= MostBytes)
            {
                return bytes[..read];
            }

            problems.Add(place, "is larger than 1 MiB", "a fleet file lists nodes and commands; keep data elsewhere");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(place, "does not exist", "check the path after --fleet");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(place, $"cannot be read: {e.Message}", "check the path and its permissions");
        }

        return null;
    }

    /// <summary>A command that is not there is told now, not when the first node waits for it.</summary>
    private static void CheckPrograms(FleetFile fleet, SpecNode.Map root, BindingProblems problems)
    {
        (string Key, HostCommand? Command)[] commands = [("deploy", fleet.Deploy), ("status", fleet.Status), ("drain", fleet.Drain), ("undrain", fleet.Undrain)];
        foreach (var (key, command) in commands.Where(c => c.Command is not null && !Placeholders.In(c.Command.Program).Any()))
        {
            if (Executables.Find(command!.Program).Wrong is { } wrong)
            {
                var place = ((SpecNode.Map)root.Entries.First(e => e.Key == key).Value).Entries.First(e => e.Key == "command").Place;
                problems.Add(place.Item(0), wrong, wrong.EndsWith("executable", StringComparison.Ordinal) ? "chmod +x it" : "check its name; a relative path starts at the fleet file's directory");
            }
        }
    }
}
