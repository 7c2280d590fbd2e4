using Rollout.Support.Serving;

namespace Rollout.Server.Tests.Probing;

/// <summary>
/// The blackbox exporter as Debian packages it (0.23) and the prober of this repository, asked the same of the same sites: with the exporter's own
/// configuration, which the prober has by its import.
/// </summary>
public sealed class BesideTheExporterTests : IAsyncLifetime
{
    private TwoSites sites = null!;
    private BothProbers both = null!;

    public async Task InitializeAsync()
    {
        sites = await TwoSites.StartAsync();
        both = await BothProbers.StartAsync(Configuration(sites.AuthorityFile));
    }

    public async Task DisposeAsync()
    {
        await both.DisposeAsync();
        await sites.DisposeAsync();
    }

    [Fact]
    public async Task The_same_module_and_hostname_have_the_same_success_status_and_redirects()
    {
        (string Module, string Target, string? Hostname, string Expected)[] cases =
        [
            ("http_tls", Secure("/"), "tea.test", "success 1, status 200, redirects 0"),
            ("http_tls", Secure("/"), "honey.test", "success 1, status 203, redirects 0"),
            ("http_tls", Secure("/"), "coffee.test", "success 0, status 0"),
            ("http_tls", Secure("/"), null, "success 0, status 0"),
            ("http_tls", Secure("/relative"), "honey.test", "success 1, status 203, redirects 1"),
            ("http_1", Secure("/"), "honey.test", "success 1, status 203, redirects 0"),
            ("http_named", Secure("/"), "honey.test", "success 1, status 203, redirects 0"),
            ("http_named", Secure("/"), null, "success 0, status 404, redirects 0"),
            ("http_host", Secure("/"), null, "success 1, status 200, redirects 0"),
            ("http_host", Secure("/"), "tea.test", "success 1, status 200, redirects 0"),
            ("http_host", Secure("/"), "honey.test", "400 host header defined both in module configuration (tea.test) and with URL-parameter 'hostname' (honey.test)"),
            ("http_tls", Plain("/"), "tea.test", "success 1, status 200, redirects 0"),
            ("http_tls", Plain("/"), "coffee.test", "success 0, status 404, redirects 0"),
            ("http_tls", Plain("/"), null, "success 0, status 404, redirects 0"),
            ("http_tls", Plain("/relative"), "tea.test", "success 1, status 200, redirects 1"),
            ("http_tls", Plain("/absolute"), "tea.test", "success 0, status 404, redirects 1"),
            ("tcp_named", Secure(""), "honey.test", "success 1"),
            ("tcp_tls", Secure(""), null, "success 0"),
        ];
        var (theirs, ours) = (new List<string>(), new List<string>());
        foreach (var (module, target, hostname, _) in cases)
        {
            theirs.Add(await both.AskAsync(both.Exporter, module, target, hostname));
            ours.Add(await both.AskAsync(both.Prober, module, target, hostname));
        }

        Assert.Equal(cases.Select(c => c.Expected), theirs);
        Assert.Equal(theirs, ours);
    }

    [Fact]
    public async Task A_conversation_over_TLS_asks_for_the_hostname_as_later_exporters_do()
    {
        // 0.23 passes it over for tcp; 0.28 makes it the server name where the module has none.
        Assert.Equal("success 1", await both.AskAsync(both.Prober, "tcp_tls", Secure(""), "honey.test"));
        Assert.Equal("success 0", await both.AskAsync(both.Prober, "tcp_tls", Secure(""), "coffee.test"));
    }

    [Fact]
    public async Task What_goes_for_a_hostname_is_a_host_and_no_more()
    {
        foreach (var hostname in (string[])["tea.test/basket", "anna@tea.test", "{{ customer.token }}", "tea.test\r\nX-A: 1", "tea test"])
        {
            Assert.Contains("is no host: neither a name in ASCII nor an address", await both.AskAsync(both.Prober, "http_tls", Secure("/"), hostname), StringComparison.Ordinal);
        }

        Assert.Equal("success 1, status 200, redirects 0", await both.AskAsync(both.Prober, "http_tls", Secure("/"), "tea.test:8443"));
    }

    [Fact]
    public async Task Debug_has_the_same_three_headings_in_the_same_order()
    {
        string[] headings = ["Logs for the probe:", "Metrics that would have been returned:", "Module configuration:"];
        var query = $"probe?module=http_tls&debug=true&hostname=honey.test&target={Uri.EscapeDataString(Secure("/"))}";
        foreach (var address in new[] { both.Exporter, both.Prober })
        {
            var (_, type, text) = await both.GetAsync(new Uri(address, query));
            Assert.Equal("text/plain", type);
            Assert.Equal(headings, text.Split('\n').Where(l => headings.Contains(l)));
            Assert.Contains("\nprobe_http_status_code 203\n", text, StringComparison.Ordinal);
            Assert.Contains("Host: honey.test\n", text[text.IndexOf(headings[2], StringComparison.Ordinal)..], StringComparison.Ordinal);
        }
    }

    private string Secure(string path) => $"{(path.Length > 0 ? "https://" : "")}{sites.Secure.Authority}{path}";

    private string Plain(string path) => $"http://{sites.Plain.Authority}{path}";

    private static string Configuration(string authority) => """
        modules:
          http_tls:
            prober: http
            http: {preferred_ip_protocol: ip4, tls_config: {ca_file: AUTHORITY}}
          http_1:
            prober: http
            http: {preferred_ip_protocol: ip4, enable_http2: false, tls_config: {ca_file: AUTHORITY}}
          http_named:
            prober: http
            http: {preferred_ip_protocol: ip4, tls_config: {ca_file: AUTHORITY, server_name: tea.test}}
          http_host:
            prober: http
            http: {preferred_ip_protocol: ip4, headers: {Host: tea.test}, tls_config: {ca_file: AUTHORITY}}
          tcp_tls:
            prober: tcp
            tcp: {preferred_ip_protocol: ip4, tls: true, tls_config: {ca_file: AUTHORITY}}
          tcp_named:
            prober: tcp
            tcp: {preferred_ip_protocol: ip4, tls: true, tls_config: {ca_file: AUTHORITY, server_name: tea.test}}

        """.Replace("AUTHORITY", authority, StringComparison.Ordinal);
}
