using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Rollout.Server.Dashboard;

namespace Rollout.Server.Tests.Dashboard;

public sealed partial class DashboardEndpointsTests
{
    [Fact]
    public async Task Serves_the_page_at_the_root_with_the_strict_policy()
    {
        await using var stub = await StubController.StartAsync(0);
        using var client = new HttpClient { BaseAddress = stub.Address };
        using var response = await client.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(DashboardEndpoints.ContentSecurityPolicy, Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        Assert.DoesNotContain("unsafe", DashboardEndpoints.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;",
            DashboardEndpoints.ContentSecurityPolicy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_304_to_a_browser_that_has_the_file_and_200_to_one_that_has_another()
    {
        await using var stub = await StubController.StartAsync(0);
        using var client = new HttpClient { BaseAddress = stub.Address };
        using var first = await client.GetAsync(new Uri("/dashboard/main.js", UriKind.Relative));
        var tag = first.Headers.ETag!;

        Assert.Equal(HttpStatusCode.NotModified, await StatusWithTagAsync(client, tag.ToString()));
        Assert.Equal(HttpStatusCode.OK, await StatusWithTagAsync(client, "\"another\""));
    }

    [Fact]
    public async Task Answers_HEAD_without_a_body_and_404_for_a_name_it_does_not_have()
    {
        await using var stub = await StubController.StartAsync(0);
        using var client = new HttpClient { BaseAddress = stub.Address };
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/"));
        using var unknown = await client.GetAsync(new Uri("/dashboard/..%2Findex.html", UriKind.Relative));
        using var post = await client.PostAsync(new Uri("/", UriKind.Relative), content: null);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await BytesAsync(head));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task Every_file_that_a_file_refers_to_is_served_with_its_media_type()
    {
        await using var stub = await StubController.StartAsync(0);
        using var client = new HttpClient { BaseAddress = stub.Address };
        var pending = new Queue<string>(["/"]);
        var seen = new HashSet<string>(StringComparer.Ordinal) { "/" };
        while (pending.TryDequeue(out var path))
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(response.IsSuccessStatusCode, $"{path} answers {response.StatusCode}");
            Assert.Equal(MediaTypeOf(path), response.Content.Headers.ContentType!.MediaType);
            var text = Encoding.UTF8.GetString(await BytesAsync(response));
            foreach (var name in Reference().Matches(text).Select(m => $"/dashboard/{m.Groups[1].Value}").Where(seen.Add))
            {
                pending.Enqueue(name);
            }
        }

        Assert.True(seen.Count > 20, $"only {seen.Count} files are reached from the page");
    }

    [Fact]
    public void No_file_holds_inline_code_an_address_elsewhere_or_a_way_to_parse_markup()
    {
        var assembly = typeof(DashboardEndpoints).Assembly;
        var names = assembly.GetManifestResourceNames().Where(n => n.StartsWith("dashboard/", StringComparison.Ordinal)).ToList();
        Assert.Contains("dashboard/main.js", names);
        foreach (var name in names)
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var text = Encoding.UTF8.GetString(content);
            Assert.DoesNotMatch("(?i)innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|<style|\\son\\w+=\"|style=\"", text);
            Assert.DoesNotMatch("https?://(?!www\\.w3\\.org/2000/svg)", text);
            Assert.True(text.Count(c => c == '\n') <= 400, $"{name} is longer than 400 lines");
        }
    }

    private static async Task<HttpStatusCode> StatusWithTagAsync(HttpClient client, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dashboard/main.js");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<byte[]> BytesAsync(HttpResponseMessage response)
    {
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[200_000];
        return buffer[..await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false)];
    }

    private static string MediaTypeOf(string path) => Path.GetExtension(path) switch
    {
        ".js" => "text/javascript",
        ".css" => "text/css",
        ".svg" => "image/svg+xml",
        _ => "text/html",
    };

    [GeneratedRegex("""(?:from '\./|(?:src|href)="dashboard/)([a-z-]+\.(?:js|css|svg))['"]""", RegexOptions.None, 1000)]
    private static partial Regex Reference();
}
