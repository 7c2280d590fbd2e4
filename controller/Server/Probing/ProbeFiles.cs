using System.Text;
using Rollout.Api;
using Rollout.Api.Binding;
using Rollout.Fleets.Hosts;
using Rollout.Probes;

namespace Rollout.Server.Probing;

/// <summary>Reads AcceptanceProbes from YAML files, several documents to a file where one likes. Every problem at once.</summary>
public static class ProbeFiles
{
    /// <summary>Of one file.</summary>
    public const int MostBytes = 1 << 20;

    private const int MostDocuments = 1000;

    /// <summary>Lines of one document whose JSON paths are put into quotes.</summary>
    private const int MostPaths = 100;

    /// <param name="path">As the user wrote it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<(IReadOnlyList<AcceptanceProbe> Probes, IReadOnlyList<Problem> Problems)> ReadAsync(
        string path, CancellationToken cancellationToken)
    {
        var problems = new BindingProblems();
        var text = await TextAsync(path, problems, cancellationToken);
        return text is null ? ([], problems.InOrder()) : Read(text, Path.GetFileName(path));
    }

    /// <summary>Whatever is wrong comes back as problems, with the line in the whole file.</summary>
    public static (IReadOnlyList<AcceptanceProbe> Probes, IReadOnlyList<Problem> Problems) Read(string text, string file)
    {
        var probes = new List<AcceptanceProbe>();
        var problems = new BindingProblems();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var documents = Documents(text).Take(MostDocuments + 1).ToList();
        if (documents.Count == 0)
        {
            problems.Add(new SpecPlace(file, 1, ""), "is empty", $"write an AcceptanceProbe: apiVersion: {AcceptanceProbeBinding.ApiVersion}, kind, metadata, spec");
        }

        foreach (var document in documents)
        {
            if (Tree(document, file, problems) is { } root && One(root, problems) is { } probe)
            {
                if (probe.Name.Length > 0 && !names.Add(probe.Name))
                {
                    problems.Add(SpecLines.Locate(root, "metadata.name"), $"two probes have the name '{probe.Name}'", "give each its own");
                }

                probes.Add(probe);
            }
        }

        return (probes, problems.InOrder());
    }

    /// <summary>The text of a file; null with a problem.</summary>
    public static async ValueTask<string?> TextAsync(string path, BindingProblems problems, CancellationToken cancellationToken)
    {
        var place = new SpecPlace(path, null, "");
        try
        {
            if (Directory.Exists(path))
            {
                problems.Add(place, "is a directory", "name a file");
                return null;
            }

            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[MostBytes + 1];
            var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            if (read <= MostBytes)
            {
                return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes, 0, read).TrimStart('\uFEFF');
            }

            problems.Add(place, "is larger than 1 MiB", "split it into several files");
        }
        catch (DecoderFallbackException)
        {
            problems.Add(place, "is not UTF-8 text", "save it as UTF-8");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(place, "does not exist", "check the path");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(place, $"cannot be read: {e.Message}", "check the path and its permissions");
        }

        return null;
    }

    /// <summary>
    /// JSON paths as keys are taken without their quotes too (contract section 4 writes them so). Only where no YAML would be read otherwise: what
    /// is YAML keeps its meaning.
    /// </summary>
    private static SpecNode? Tree(string document, string file, BindingProblems problems)
    {
        var text = document;
        for (var mended = 0; ; mended++)
        {
            var wrong = new BindingProblems();
            if (YamlTree.Read(Encoding.UTF8.GetBytes(text), file, wrong) is { } root)
            {
                // Its problems, if any, are of what it holds.
                YamlTree.Read(Encoding.UTF8.GetBytes(text), file, problems);
                return root;
            }

            if (mended == MostPaths || FlowPaths.Quoted(text, wrong.InOrder()) is not { } quoted)
            {
                YamlTree.Read(Encoding.UTF8.GetBytes(document), file, problems);
                return null;
            }

            text = quoted;
        }
    }

    private static AcceptanceProbe? One(SpecNode root, BindingProblems problems)
    {
        var probe = AcceptanceProbeBinding.Bind(root, problems);
        if (probe is null)
        {
            return null;
        }

        // What the binding has said already, at the same place, is not said twice.
        var more = ProbeValidation.Problems(probe.Spec, "spec");
        var told = more.Count == 0 ? [] : problems.InOrder().Select(p => p.Place).ToHashSet(StringComparer.Ordinal);
        foreach (var problem in more)
        {
            var place = SpecLines.Locate(root, problem.Place);
            if (told.Add(place.ToString()))
            {
                problems.Add(place, problem.What, problem.Mend);
            }
        }

        return probe;
    }

    /// <summary>A comment may follow; more than that on the line is the document's own.</summary>
    private static bool IsBegin(string line) =>
        line.StartsWith("---", StringComparison.Ordinal) && line.AsSpan(3).TrimStart() is var rest && (rest.IsEmpty || (rest[0] == '#' && line[3] is ' ' or '\t'));

    /// <summary>
    /// Parted at lines of <c>---</c>, which can only stand in the first column where a document begins; each after as many empty lines as
    /// stood before it, so that its lines keep their numbers.
    /// </summary>
    private static IEnumerable<string> Documents(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int from = 0, to; from < lines.Length; from = to + 1)
        {
            var end = Array.FindIndex(lines, from, IsBegin);
            to = end < 0 ? lines.Length : end;

            if (lines[from..to].Any(l => l.AsSpan().TrimStart() is { Length: > 0 } said && said[0] != '#'))
            {
                yield return new string('\n', from) + string.Join('\n', lines[from..to]) + "\n";
            }
        }
    }
}
