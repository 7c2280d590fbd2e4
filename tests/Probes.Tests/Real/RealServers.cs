using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Rollout.Support.Serving;

namespace Rollout.Probes.Tests.Real;

/// <summary>nginx, HAProxy and dnsmasq from Debian on loopback, for all tests of the collection: plain, TLS, HTTP/2, packed, endless, in a ring.</summary>
public sealed class RealServers : IAsyncLifetime
{
    private readonly List<Process> processes = [];
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-probes").FullName;

    public Uri Nginx { get; private set; } = null!;

    public Uri NginxTls { get; private set; } = null!;

    public Uri NginxExpiring { get; private set; } = null!;

    public Uri HaProxy { get; private set; } = null!;

    public Uri HaProxyTls { get; private set; } = null!;

    public Uri Dnsmasq { get; private set; } = null!;

    public string AuthorityFile { get; private set; } = null!;

    public string ExpiringAuthorityFile { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var made = MadeCertificate.Make(folder, now.AddDays(-1), now.AddDays(90));
        var expiring = MadeCertificate.Make(folder, now.AddDays(-1), now.AddDays(5).AddHours(1), "expiring");
        (AuthorityFile, ExpiringAuthorityFile) = (made.AuthorityFile, expiring.AuthorityFile);
        var ports = FreePorts(6);
        (Nginx, NginxTls, NginxExpiring) = (At("http", ports[0]), At("https", ports[1]), At("https", ports[2]));
        (HaProxy, HaProxyTls, Dnsmasq) = (At("http", ports[3]), At("https", ports[4]), At("dns", ports[5]));
        Directory.CreateDirectory(Path.Combine(folder, "www"));
        await File.WriteAllTextAsync(Path.Combine(folder, "www", "items.json"), "{\"items\":[" + string.Join(',', Enumerable.Repeat("{\"sku\":\"tea\",\"price\":3.5}", 400)) + "]}");
        await using (var huge = new FileStream(Path.Combine(folder, "www", "huge"), FileMode.Create))
        {
            // Ten gigabytes that take no room: the file has a hole.
            huge.SetLength(10L * 1024 * 1024 * 1024);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), NginxConfiguration(made, expiring));
        await File.WriteAllTextAsync(Path.Combine(folder, "haproxy.cfg"), HaProxyConfiguration(made));
        Start("nginx", "-p", folder, "-c", Path.Combine(folder, "nginx.conf"), "-e", Path.Combine(folder, "error.log"));
        Start("haproxy", "-db", "-f", Path.Combine(folder, "haproxy.cfg"));
        Start("dnsmasq", [
            "--keep-in-foreground", "--conf-file=/dev/null", $"--port={ports[5]}", "--listen-address=127.0.0.1", "--bind-interfaces", "--no-resolv",
            "--no-hosts", "--pid-file=", $"--user={Environment.UserName}", "--local=/test/", "--host-record=shop.test,192.0.2.7,2001:db8::7", "--cname=www.shop.test,shop.test",
            "--mx-host=shop.test,mail.shop.test,10", "--txt-record=shop.test,v=1,a b", "--srv-host=_shop._tcp.shop.test,shop.test,8080,1,2", "--ptr-record=7.2.0.192.in-addr.arpa,shop.test",
            .. Enumerable.Range(0, 60).Select(i => $"--txt-record=long.shop.test,{new string('x', 40)}{i}")]);
        foreach (var port in ports)
        {
            await ListensAsync(port);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var process in processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Ports that were free a moment ago.</summary>
    public static int[] FreePorts(int many)
    {
        var listeners = Enumerable.Range(0, many).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        listeners.ForEach(l => l.Stop());
        return ports;
    }

    private static Uri At(string scheme, int port) => new($"{scheme}://127.0.0.1:{port}");

    private void Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };

        // nginx is in sbin, which an ordinary user's path may lack.
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin";
        if (File.Exists($"/usr/sbin/{program}"))
        {
            start.FileName = $"/usr/sbin/{program}";
        }

        processes.Add(Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start"));
    }

    private async Task ListensAsync(int port)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (true)
        {
            if (processes.Find(p => p.HasExited) is { } ended)
            {
                throw new InvalidOperationException($"{ended.StartInfo.FileName} ended: {await ended.StandardError.ReadLineAsync(limit.Token)}");
            }

            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
            }
        }
    }

    private string NginxConfiguration(MadeCertificate made, MadeCertificate expiring) => NginxFile.Of(folder, $$"""
          gzip on; gzip_types application/json; gzip_min_length 100; gzip_http_version 1.0;
          server {
            listen 127.0.0.1:{{Nginx.Port}};
            listen 127.0.0.1:{{NginxTls.Port}} ssl http2;
            ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate {{made.CertificateFile}}; ssl_certificate_key {{made.KeyFile}};
            root {{folder}}/www;
            location = /ok { add_header X-Shop "tea and honey"; return 200 '{"id":"b7","state":"paid","version":"$server_protocol","total":12.5}'; }
            location = /once { return 302 /ok; }
            location = /loop { return 302 /loop; }
            location = /away { return 302 http://169.254.169.254/latest/meta-data/; }
            location = /down { return 302 http://127.0.0.1:{{Nginx.Port}}/ok; }
            location = /broken { return 500 '{"error":"out of honey","token":"s3cret-value"}'; }
            location = /items.json { }
            location = /huge { default_type application/octet-stream; }
            location = /slow { alias {{folder}}/www/items.json; gzip off; limit_rate 10; }
            location = /posted { if ($request_method != POST) { return 405; } return 200 '{"type":"$content_type","mark":"$http_x_synthetic","trace":"$http_traceparent"}'; }
          }
          server {
            listen 127.0.0.1:{{NginxExpiring.Port}} ssl;
            ssl_certificate {{expiring.CertificateFile}}; ssl_certificate_key {{expiring.KeyFile}};
            return 200;
          }
        """);

    private string HaProxyConfiguration(MadeCertificate made) => $"""
        global
          maxconn 256
        defaults
          mode http
          timeout connect 2s
          timeout client 30s
          timeout server 30s
        frontend plain
          bind 127.0.0.1:{HaProxy.Port}
          bind 127.0.0.1:{HaProxyTls.Port} ssl crt {made.CertificateFile} alpn h2,http/1.1
          http-request return status 503 content-type text/plain string "drained" if {"{ path /drained }"}
          http-response set-header X-Through haproxy
          default_backend shop
        backend shop
          server n1 127.0.0.1:{Nginx.Port}

        """;
}
