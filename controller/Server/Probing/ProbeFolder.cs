using System.Globalization;
using Rollout.Api;

namespace Rollout.Server.Probing;

/// <summary>All AcceptanceProbes of a folder's YAML files; read again when a file came, went or changed.</summary>
public sealed class ProbeFolder(string path)
{
    private const int MostFiles = 1000;
    private readonly Dictionary<string, (DateTime Written, IReadOnlyList<AcceptanceProbe> Probes, IReadOnlyList<Problem> Problems)> known = new(StringComparer.Ordinal);
    private string? seen;

    /// <summary>Null while nothing changed since the last reading.</summary>
    public async ValueTask<(IReadOnlyList<AcceptanceProbe> Probes, IReadOnlyList<Problem> Problems)?> ChangedAsync(CancellationToken cancellationToken)
    {
        List<string> files;
        try
        {
            files = [.. Directory.EnumerateFiles(path).Where(f => Path.GetExtension(f) is ".yaml" or ".yml").Order(StringComparer.Ordinal).Take(MostFiles)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ([], [new Problem(path, $"cannot be read: {e.Message}", "name the folder with the probes' files")]);
        }

        var now = string.Join('|', files.Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks.ToString(CultureInfo.InvariantCulture)}"));
        if (now == seen)
        {
            return null;
        }

        var probes = new List<AcceptanceProbe>();
        var problems = new List<Problem>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var (found, wrong) = await ReadAsync(file, cancellationToken);
            problems.AddRange(wrong);
            foreach (var probe in found)
            {
                // A name left out is told already, and the two of one file too.
                if (probe.Name.Length > 0 && !names.TryAdd(probe.Name, file) && names[probe.Name] != file)
                {
                    problems.Add(new Problem($"{Path.GetFileName(file)} metadata.name",
                        $"the name '{probe.Name}' is taken by a probe in {Path.GetFileName(names[probe.Name])}", "give each its own"));
                }

                probes.Add(probe);
            }
        }

        if (files.Count == 0)
        {
            problems.Add(new Problem(path, "holds no .yaml or .yml file", "put the probes' files there"));
        }

        seen = now;
        return (probes, problems);
    }

    /// <summary>A file that did not change yields the very same probes, so that what runs of them goes on undisturbed.</summary>
    private async ValueTask<(IReadOnlyList<AcceptanceProbe> Probes, IReadOnlyList<Problem> Problems)> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var written = File.GetLastWriteTimeUtc(file);
        if (!known.TryGetValue(file, out var read) || read.Written != written)
        {
            var (probes, problems) = await ProbeFiles.ReadAsync(file, cancellationToken);
            known[file] = read = (written, probes, problems);
        }

        return (read.Probes, read.Problems);
    }
}
