using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Rollout.Benchmarks.Probing;

/// <summary>Debian's nginx on loopback: answers at once, and writes down how long each numbered request took it.</summary>
internal sealed class BenchNginx : IAsyncDisposable
{
    private readonly string folder;
    private readonly Process process;

    private BenchNginx(string folder, Process process, int port) => (this.folder, this.process, Port) = (folder, process, port);

    public int Port { get; }

    public static async Task<BenchNginx> StartAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("rollout-bench-nginx").FullName;
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off; worker_processes 1; pid {{folder}}/pid;
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            events { worker_connections 4096; }
            http {
              log_format times '$arg_i $request_time';
              access_log {{folder}}/times.log times buffer=64k flush=1s;
              client_body_temp_path {{folder}}/b; proxy_temp_path {{folder}}/p; fastcgi_temp_path {{folder}}/f; uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;
              server { listen 127.0.0.1:{{port}} backlog=4096; location / { default_type application/json; return 200 '{"state":"paid","items":[{"sku":"tea"}]}'; } }
            }
            """, cancellation);
        var program = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        var process = Process.Start(new ProcessStartInfo(program, ["-p", folder, "-c", Path.Combine(folder, "nginx.conf"), "-e", Path.Combine(folder, "error.log")]))
            ?? throw new InvalidOperationException("nginx does not start (Debian package nginx)");
        await ListensAsync(port, cancellation);
        return new BenchNginx(folder, process, port);
    }

    /// <summary>Seconds that nginx says each numbered request took, by number; waits until its log is written.</summary>
    public async Task<IReadOnlyDictionary<int, double>> TimesAsync(CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System, cancellation);
        var times = new Dictionary<int, double>();
        await foreach (var line in File.ReadLinesAsync(Path.Combine(folder, "times.log"), cancellation))
        {
            if (line.Split(' ') is [var number, var seconds] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                times[id] = double.Parse(seconds, CultureInfo.InvariantCulture);
            }
        }

        return times;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static async Task ListensAsync(int port, CancellationToken cancellation)
    {
        for (var tries = 0; tries < 1500; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, cancellation);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
            }
        }

        throw new InvalidOperationException($"nobody listens on port {port}");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
