using System.Text;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Plotting;

/// <summary>Where a plot is written: a file of the name NAME.svg, overwritten where it exists.</summary>
internal sealed record PlotFile(string Path)
{
    private const string Mend = "give a file that can be written, such as verdict.svg";

    /// <summary>Null where it is no place for a plot, which is a problem.</summary>
    public static PlotFile? Of(string path, IReadOnlyList<string?> inputs, ProblemList problems)
    {
        if (!path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add("--plot", $"'{path}' does not end in .svg", "plots are SVG: name the file so, such as verdict.svg");
        }
        else if (inputs.Contains(path, StringComparer.Ordinal))
        {
            problems.Add("--plot", $"'{path}' is what is read", "name another file");
        }
        else if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
        {
            problems.Add("--plot", $"the folder of '{path}' does not exist", "create it, or name another");
        }
        else if (Directory.Exists(path))
        {
            problems.Add("--plot", $"'{path}' is a folder", Mend);
        }
        else
        {
            return new PlotFile(path);
        }

        return null;
    }

    public async Task WriteAsync(string svg, ProblemList problems, CancellationToken cancellation)
    {
        try
        {
            await File.WriteAllTextAsync(Path, svg, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add("--plot", $"'{Path}' cannot be written ({e.Message})", Mend);
        }
    }
}
