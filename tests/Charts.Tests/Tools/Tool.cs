using System.ComponentModel;
using System.Diagnostics;

namespace Rollout.Charts.Tests.Tools;

/// <summary>A program of Debian, run once with a folder of its own as its home.</summary>
internal sealed class Tool : IDisposable
{
    private const int MostLetters = 4 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("chart-tool-");
    private readonly string program;
    private readonly string package;

    private Tool(string program, string package)
    {
        this.program = program;
        this.package = package;
    }

    public static Tool Lua() => new("lua5.1", "lua5.1");

    /// <param name="kubeconfig">Of the server; none where no server is asked.</param>
    public static Tool Kubectl(string kubeconfig = "")
    {
        var tool = new Tool("kubectl", "kubernetes-client");
        tool.Write("config", kubeconfig);
        return tool;
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(home.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>What it printed; a failure of the program is a failure of the test.</summary>
    public async Task<string> SaysAsync(params string[] arguments)
    {
        var (code, output, error) = await RunAsync(arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: exit {code}\n{output}\n{error}");
        return output;
    }

    public async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = Path.Combine(home.FullName, "config");
        start.Environment["HOME"] = home.FullName;
        using var late = new CancellationTokenSource(Longest, TimeProvider.System);
        using var process = Start(start);
        var output = ReadAsync(process.StandardOutput, late.Token);
        var error = ReadAsync(process.StandardError, late.Token);
        await process.WaitForExitAsync(late.Token);
        return (process.ExitCode, await output, await error);
    }

    public void Dispose() => home.Delete(true);

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} is not on the PATH: `make needs` installs it (Debian: {package})", missing);
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancel)
    {
        var letters = new char[MostLetters];
        return new string(letters, 0, await reader.ReadBlockAsync(letters, cancel));
    }
}
