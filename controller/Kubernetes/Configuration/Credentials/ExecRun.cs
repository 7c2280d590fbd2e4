using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Rollout.Kubernetes.Configuration.Credentials;

/// <summary>Runs a plugin once: nothing to read, bounded output, bounded time, its children ended with it.</summary>
internal sealed class ExecRun(ExecPlugin plugin, ExecClusterInfo? cluster, ConfigurationSources sources)
{
    private const int MostOutput = 256 * 1024;
    private const int MostTold = 300;

    public async Task<ExecAnswer> RunAsync(CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = Start() };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            var hint = plugin.InstallHint is { } text ? $" ({Told(text)})" : "";
            return new ExecAnswer.Failed($"the exec plugin {plugin.Command} could not be started{hint}");
        }

        using var limit = new CancellationTokenSource(sources.ExecLimit, sources.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            process.StandardInput.Close();
            var errors = BoundedStream.ReadAsync(process.StandardError.BaseStream, MostOutput, either.Token).AsTask();
            var output = await BoundedStream.ReadAsync(process.StandardOutput.BaseStream, MostOutput, either.Token);
            var said = await errors;
            if (output is null || said is null)
            {
                return new ExecAnswer.Failed($"the exec plugin {plugin.Command} wrote more than {MostOutput} bytes");
            }

            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0
                ? ExecReply.Read(plugin, output)
                : new ExecAnswer.Failed(string.Create(CultureInfo.InvariantCulture,
                    $"the exec plugin {plugin.Command} ended with {process.ExitCode}: {Told(Encoding.UTF8.GetString(said))}"));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new ExecAnswer.Failed($"the exec plugin {plugin.Command} did not end within {sources.ExecLimit.TotalSeconds:0.#} s");
        }
        finally
        {
            End(process);
        }
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended between the question and the order.
        }
    }

    private ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in sources.Environment)
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in plugin.Environment)
        {
            start.Environment[name] = value.Reveal();
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = JsonSerializer.Serialize(
            new ExecCredentialDocument
            {
                ApiVersion = plugin.ApiVersion,
                Kind = "ExecCredential",
                Spec = new ExecCredentialDocument.ExecSpec(Interactive: false, cluster),
            },
            ExecJson.Default.ExecCredentialDocument);
        return start;
    }

    /// <summary>What the plugin says to people, cut short, without the values that it was given to keep.</summary>
    private string Told(string text)
    {
        foreach (var (_, value) in plugin.Environment.Where(pair => pair.Value.Reveal().Length >= 4))
        {
            text = text.Replace(value.Reveal(), "[redacted]", StringComparison.Ordinal);
        }

        var line = string.Join(' ', text.Split(['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length == 0 ? "it says nothing" : line.Length <= MostTold ? line : line[..MostTold] + "…";
    }
}
