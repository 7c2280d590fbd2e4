using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Rollout.Api;
using Rollout.Probes.Network;
using Rollout.Server.Notices;
using Rollout.Support;

namespace Rollout.Server.Tests.Notices;

public sealed class NoticeSenderTests : IAsyncLifetime
{
    private static readonly NoticePost Post = new("""{"a":1}""", "application/json", "0123", "/x");
    private readonly ManualTime time = new(Told.Noon);
    private Receiver receiver = null!;

    public async Task InitializeAsync() => receiver = await Receiver.StartAsync();

    public async Task DisposeAsync() => await receiver.DisposeAsync();

    [Fact]
    public async Task What_the_secret_holds_is_sent_and_the_body_is_signed()
    {
        var result = await SendAsync(Told.Receiver(ReceiverKind.Webhook, secret: "pager"), new() { ["url"] = receiver.Url + "/in/secret\n", ["token"] = "tok-123456", ["hmac"] = "key", ["header.X-Org"] = "7" });
        Assert.IsType<SendResult.Taken>(result);
        var (path, headers, body) = Assert.Single(receiver.Taken);
        Assert.Equal(("/in/secret/x", "Bearer tok-123456", "0123", "7", "application/json"),
            (path, headers["Authorization"], headers["Idempotency-Key"], headers["X-Org"], headers["Content-Type"]));
        var seconds = Told.Noon.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var made = Convert.ToHexStringLower(HMACSHA256.HashData("key"u8.ToArray(), Encoding.UTF8.GetBytes($"{seconds}.{body}")));
        Assert.Equal($"t={seconds},v1={made}", headers[NoticeSender.SignatureHeader]);
    }

    [Theory]
    [InlineData(200, "Taken")]
    [InlineData(204, "Taken")]
    [InlineData(302, "Later")]
    [InlineData(400, "Never")]
    [InlineData(401, "Later")]
    [InlineData(404, "Later")]
    [InlineData(410, "Never")]
    [InlineData(429, "Later")]
    [InlineData(500, "Later")]
    public async Task What_it_answers_says_whether_another_attempt_makes_sense(int status, string result)
    {
        receiver.Answers(status, retryAfter: status == 429 ? "120" : null);
        var sent = await SendAsync(Told.Receiver(ReceiverKind.Webhook, receiver.Url));
        Assert.Equal(result, sent.GetType().Name);
        Assert.Equal(status == 429 ? TimeSpan.FromMinutes(2) : null, (sent as SendResult.Later)?.After);
        Assert.Single(receiver.Taken);
    }

    [Fact]
    public async Task What_it_says_is_told_without_what_is_secret()
    {
        receiver.Answers(403, "no tok-123456 here\n" + new string('x', 5000));
        var later = Assert.IsType<SendResult.Later>(await SendAsync(Told.Receiver(ReceiverKind.Webhook, secret: "pager"), new() { ["url"] = receiver.Url + "/in/abcdef", ["token"] = "tok-123456" }));
        Assert.StartsWith("it answers 403: no [redacted] here ", later.Why, StringComparison.Ordinal);
        Assert.InRange(later.Why.Length, 20, 260);
    }

    [Fact]
    public async Task An_endless_answer_is_not_read()
    {
        var gone = new TaskCompletionSource();
        receiver.Answer = async context =>
        {
            // Ten gigabytes, as far as anybody takes them.
            context.Response.ContentLength = 10L << 30;
            var part = new byte[1 << 16];
            try
            {
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(part, context.RequestAborted);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // Whoever was to read it has hung up.
            }
            finally
            {
                gone.TrySetResult();
            }
        };
        Assert.IsType<SendResult.Taken>(await SendAsync(Told.Receiver(ReceiverKind.Webhook, receiver.Url)));
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
    }

    [Fact]
    public async Task One_that_does_not_answer_is_waited_for_ten_seconds()
    {
        var asked = new TaskCompletionSource();
        receiver.Answer = async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var sending = SendAsync(Told.Receiver(ReceiverKind.Webhook, receiver.Url));
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        Assert.False(sending.IsCompleted);
        time.Advance(NoticeSender.Limit);
        Assert.Equal("no answer within 10 s", Assert.IsType<SendResult.Later>(await sending.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System)).Why);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/secret-path")]
    [InlineData("http://[fd00:ec2::254]/secret-path")]
    public async Task Metadata_services_are_not_spoken_to(string url)
    {
        var later = Assert.IsType<SendResult.Later>(await SendAsync(Told.Receiver(ReceiverKind.Webhook, url)));
        Assert.Contains("refused", later.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-path", later.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "the secret nothing cannot be had")]
    [InlineData("pager", "the secret pager has the key tokn; known are url, token")]
    public async Task A_secret_that_is_not_right_is_said_and_tried_again(string secret, string why) => Assert.StartsWith(why,
        Assert.IsType<SendResult.Later>(await SendAsync(Told.Receiver(ReceiverKind.Webhook, receiver.Url, secret), new() { ["tokn"] = "x" })).Why, StringComparison.Ordinal);

    [Theory]
    [InlineData("username=ann", "has one of username and password without the other")]
    [InlineData("token=t1;username=ann;password=p", "has both a token and a username")]
    [InlineData("header.X Org=7", "holds what cannot be sent")]
    [InlineData("header.X-Org=a\nb", "holds what cannot be sent")]
    [InlineData("url=ftp://x", "has something else than an http:// or https:// URL under url")]
    public async Task What_a_secret_holds_wrongly_is_said(string keys, string why)
    {
        var secret = keys.Split(';').Select(k => k.Split('=', 2)).ToDictionary(k => k[0], k => k[1], StringComparer.Ordinal);
        var later = Assert.IsType<SendResult.Later>(await SendAsync(Told.Receiver(ReceiverKind.Webhook, receiver.Url, "pager"), secret));
        Assert.StartsWith("the secret pager " + why, later.Why, StringComparison.Ordinal);
        Assert.Empty(receiver.Taken);
    }

    [Fact]
    public async Task A_user_and_a_password_are_sent_and_never_repeated_in_whatever_form_they_come_back()
    {
        // The base64 of ann:pass-1 with and without its scheme, and a password that begins as the token of another does.
        receiver.Answers(403, "Basic YW5uOnBhc3MtMQ== pass-1 pass-12");
        var later = Assert.IsType<SendResult.Later>(await SendAsync(Told.Receiver(ReceiverKind.Webhook, "http://127.0.0.1:9/elsewhere", "pager"),
            new() { ["url"] = receiver.Url + "/", ["username"] = "ann", ["password"] = "pass-1", ["header.X-Key"] = "pass-12" }));
        Assert.Equal("Basic YW5uOnBhc3MtMQ==", Assert.Single(receiver.Taken).Headers["Authorization"]);
        Assert.Equal("it answers 403: [redacted] [redacted] [redacted]", later.Why);
        Assert.Equal("/x", receiver.Taken[0].Path);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_no_cookie_is_kept()
    {
        receiver.Answer = context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };
        var later = Assert.IsType<SendResult.Later>(await SendAsync(Told.Receiver(ReceiverKind.Webhook, receiver.Url)));
        Assert.Equal("it answers 302; redirects are not followed: write where it leads to", later.Why);
        Assert.Equal("/x", Assert.Single(receiver.Taken).Path);
    }

    [Fact]
    public async Task A_time_to_be_asked_again_may_be_a_date()
    {
        receiver.Answers(503, retryAfter: Told.Noon.AddMinutes(3).ToString("R", CultureInfo.InvariantCulture));
        Assert.Equal(TimeSpan.FromMinutes(3), Assert.IsType<SendResult.Later>(await SendAsync(Told.Receiver(ReceiverKind.Webhook, receiver.Url))).After);
    }

    [Fact]
    public async Task Where_nobody_listens_the_network_says_so() => Assert.StartsWith(
        "Connection refused", Assert.IsType<SendResult.Later>(await SendAsync(Told.Receiver(ReceiverKind.Webhook, "http://127.0.0.1:9/secret-path"))).Why, StringComparison.Ordinal);

    private async Task<SendResult> SendAsync(NoticeReceiver to, Dictionary<string, string>? secret = null)
    {
        using var http = NoticeHttp.Create(new ProbeNetwork(), time);
        return await new NoticeSender(new Told.Secrets(new(StringComparer.Ordinal) { ["pager"] = secret ?? [] }), "default", http, time).SendAsync(to, Post, default);
    }
}
