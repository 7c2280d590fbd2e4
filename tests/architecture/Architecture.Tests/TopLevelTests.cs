using System.Diagnostics;

namespace Rollout.Architecture.Tests;

public class TopLevelTests
{
    private static readonly string[] Known =
    [
        "controller", "probes", "charts", "tests", "Rollout.sln", "Makefile", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE",
        ".ci", ".editorconfig", ".gitignore", "Directory.Build.props", "Directory.Packages.props", "global.json", "BannedSymbols.txt",
    ];

    [Fact]
    public void The_top_level_holds_nothing_but_the_fixed_layout()
    {
        var start = new ProcessStartInfo("git", ["ls-files"]) { WorkingDirectory = SourceTree.Root, RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var entries = new HashSet<string>(StringComparer.Ordinal);
        while (git.StandardOutput.ReadLine() is { } line)
        {
            entries.Add(line.Split('/')[0]);
        }

        git.WaitForExit();
        Assert.NotEmpty(entries);
        Assert.Empty(entries.Except(Known, StringComparer.Ordinal));
    }
}
