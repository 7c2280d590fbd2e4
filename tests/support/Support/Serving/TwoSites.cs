using System.Globalization;

namespace Rollout.Support.Serving;

/// <summary>
/// nginx with two sites behind one address, <c>tea.test</c> (status 200) and <c>honey.test</c> (status 203), each with a certificate for its
/// name alone; whoever asks for another gets the certificate of <c>nobody.test</c> and the status 404. An answer tells what it was asked by.
/// </summary>
public sealed class TwoSites : IAsyncDisposable
{
    private readonly ServedProgram nginx;

    private TwoSites(ServedProgram nginx, Uri plain) => (this.nginx, Plain) = (nginx, plain);

    public Uri Plain { get; }

    public Uri Secure => nginx.Address;

    /// <summary>Of the authority that all certificates are from.</summary>
    public string AuthorityFile => Path.Combine(nginx.Folder, "authority.pem");

    public static async Task<TwoSites> StartAsync()
    {
        var (folder, secure) = ServedProgram.Place("sites");
        var (other, plain) = ServedProgram.Place("sites");
        Directory.Delete(other);
        using var authority = new TestAuthority(folder);
        var listen = string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{secure} ssl http2 DEFAULT; listen 127.0.0.1:{plain} DEFAULT;");
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), NginxFile.Of(folder, string.Concat(
            "  ssl_protocols TLSv1.2 TLSv1.3;\n",
            Site(authority, listen.Replace("DEFAULT", "default_server", StringComparison.Ordinal), "nobody.test", 404),
            Site(authority, listen.Replace("DEFAULT", "", StringComparison.Ordinal), "tea.test", 200),
            Site(authority, listen.Replace("DEFAULT", "", StringComparison.Ordinal), "honey.test", 203))));
        var client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null },
        })
        { BaseAddress = ServedProgram.At("https", secure) };

        // nginx is in sbin, which an ordinary user's path may lack.
        var program = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        string[] arguments = ["-p", folder, "-c", Path.Combine(folder, "nginx.conf"), "-e", Path.Combine(folder, "error.log")];
        return new TwoSites(await ServedProgram.StartAsync(program, folder, arguments, client), ServedProgram.At("http", plain));
    }

    public ValueTask DisposeAsync() => nginx.DisposeAsync();

    private static string Site(TestAuthority authority, string listen, string name, int status)
    {
        var (certificate, key) = authority.Issue(name);
        return $$"""
              server {
                {{listen}}
                server_name {{name}};
                ssl_certificate {{certificate}}; ssl_certificate_key {{key}};
                location = /-/ready { return 200; }
                location = /relative { absolute_redirect off; return 302 /; }
                location = /absolute { return 302 $scheme://127.0.0.1:$server_port/; }
                location = /named { return 302 $scheme://$http_host/; }
                location = /cookie { add_header Set-Cookie "basket={{name}}; Path=/; Domain={{name}}" always; return {{status}} ''; }
                location / { return {{status}} '{"site":"{{name}}","sni":"$ssl_server_name","host":"$http_host","kept":"$http_cookie","key":"$http_x_key","over":"$server_protocol"}'; }
              }

            """;
    }
}
