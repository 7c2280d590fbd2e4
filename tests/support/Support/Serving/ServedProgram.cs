using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Rollout.Support.Serving;

/// <summary>A server program as Debian packages it, on a free port of loopback with a folder of its own; both end with the test.</summary>
public sealed class ServedProgram : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient client;

    private ServedProgram(Process process, string folder, HttpClient client) => (this.process, Folder, this.client) = (process, folder, client);

    public string Folder { get; }

    public Uri Address => client.BaseAddress!;

    /// <summary>A folder and a port for a program that is not there yet.</summary>
    public static (string Folder, int Port) Place(string name)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (Directory.CreateTempSubdirectory($"rollout-{name}-").FullName, ((IPEndPoint)listener.LocalEndpoint).Port);
    }

    /// <summary>Starts it in its folder and waits, for a minute at most, until it answers.</summary>
    /// <param name="program">A command on the PATH that is also a Debian package.</param>
    /// <param name="folder">Deleted at the end.</param>
    /// <param name="arguments">Of the command.</param>
    /// <param name="client">Its base address is the program's.</param>
    public static async Task<ServedProgram> StartAsync(string program, string folder, IEnumerable<string> arguments, HttpClient client)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{program} is not on the PATH: install the Debian package {program} (apt-get install {program})", e);
        }

        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var served = new ServedProgram(process, folder, client);
        await served.UntilAsync("/-/ready", (answer, _) => Task.FromResult(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Unauthorized));
        return served;
    }

    /// <summary>Asks until the answer is as wanted, for a minute at most.</summary>
    public async Task UntilAsync(string path, Func<HttpResponseMessage, CancellationToken, Task<bool>> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), limit.Token);
                if (await wanted(answer, limit.Token))
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // It has not opened its port yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }

    public static Uri At(string scheme, int port) => new(string.Create(CultureInfo.InvariantCulture, $"{scheme}://127.0.0.1:{port}"));

    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        client.Dispose();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
