using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Rollout.FakeKubernetes.Tests.Kubectl;

/// <summary>The real kubectl, run against one server with a home of its own.</summary>
internal sealed class KubectlProgram : IDisposable
{
    private const int MostLines = 2000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("kubectl-");

    public KubectlProgram(string kubeconfig) => File.WriteAllText(Config, kubeconfig);

    private string Config => Path.Combine(home.FullName, "config");

    public string Write(string name, string text)
    {
        var path = Path.Combine(home.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Exit code and everything that it printed.</summary>
    public async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = Config;
        start.Environment["HOME"] = home.FullName;
        using var late = new CancellationTokenSource(Longest, TimeProvider.System);
        using var process = Start(start);
        var output = LinesAsync(process.StandardOutput, late.Token);
        var errors = LinesAsync(process.StandardError, late.Token);
        await process.WaitForExitAsync(late.Token);
        return (process.ExitCode, await output + await errors);
    }

    public void Dispose() => home.Delete(true);

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("kubectl is not on the PATH: `make needs` installs it (Debian: kubernetes-client). Without it nothing shows that kubectl works here.", missing);
        }
    }

    private static async Task<string> LinesAsync(StreamReader reader, CancellationToken cancel)
    {
        var text = new StringBuilder();
        for (var i = 0; i < MostLines && await reader.ReadLineAsync(cancel) is { } line; i++)
        {
            text.AppendLine(line);
        }

        return text.ToString();
    }
}
