using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using Rollout.Api;
using Rollout.Metrics.Secrets;
using Rollout.Probes.Network;

namespace Rollout.Server.Notices;

/// <summary>Makes one attempt to tell one receiver. Its secret is read anew each time, so that it may be replaced while we run.</summary>
/// <param name="secrets">Where secrets are.</param>
/// <param name="space">The namespace of the rollout and its secrets.</param>
/// <param name="http">See <see cref="NoticeHttp"/>.</param>
/// <param name="time">The clock.</param>
public sealed class NoticeSender(ISecrets secrets, string space, HttpMessageInvoker http, TimeProvider time)
{
    /// <summary>For the whole attempt.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary><c>t=SECONDS,v1=HEX</c>: HMAC-SHA256 with the secret's hmac, of the seconds, a point and the body.</summary>
    public const string SignatureHeader = "X-Rollout-Signature";

    private const int MostAnswer = 512;

    public async Task<SendResult> SendAsync(NoticeReceiver receiver, NoticePost post, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            var (secret, wrong) = await SecretAsync(receiver, either.Token);
            if (secret is null)
            {
                return new SendResult.Later(wrong!);
            }

            if ((secret.Url ?? receiver.Url) is not { } url)
            {
                return new SendResult.Later($"neither the spec nor the secret {receiver.SecretName} has a url");
            }

            using var request = Request(new Uri(url.TrimEnd('/') + post.Path), secret, post);
            using var response = await http.SendAsync(request, either.Token);
            return await ResultAsync(response, secret, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendResult.Later($"no answer within {Limit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or AddressRefusedException or AuthenticationException)
        {
            return new SendResult.Later(Trouble(e));
        }
    }

    private async ValueTask<(NoticeSecret? Secret, string? Wrong)> SecretAsync(NoticeReceiver receiver, CancellationToken cancellationToken)
    {
        if (receiver.SecretName is not { } name)
        {
            return (NoticeSecret.None, null);
        }

        switch (await secrets.ReadAsync(space, name, cancellationToken))
        {
            case SecretRead.Found found:
                return NoticeSecret.Of(found, out var wrong) is { } secret ? (secret, null) : (null, $"the secret {name} {wrong}");
            case SecretRead.Refused refused:
                return (null, $"the secret {name} cannot be had: {refused.Reason}");
            case SecretRead.Unreachable unreachable:
                return (null, $"the secret {name} cannot be read now: {unreachable.Reason}");
            default:
                throw new InvalidOperationException("a secret has no fourth form");
        }
    }

    private HttpRequestMessage Request(Uri url, NoticeSecret secret, NoticePost post)
    {
        var body = Encoding.UTF8.GetBytes(post.Body);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", post.ContentType);
        request.Headers.TryAddWithoutValidation("User-Agent", "rollout");
        foreach (var (name, value) in secret.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (post.Key is { } key)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        if (secret.Hmac is { } hmac)
        {
            var seconds = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            byte[] signed = [.. Encoding.UTF8.GetBytes(seconds + "."), .. body];
            var signature = HMACSHA256.HashData(hmac, signed);
            request.Headers.TryAddWithoutValidation(SignatureHeader, $"t={seconds},v1={Convert.ToHexStringLower(signature)}");
        }

        return request;
    }

    private async ValueTask<SendResult> ResultAsync(HttpResponseMessage response, NoticeSecret secret, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            // What it says besides is nobody's business, however long it is.
            return new SendResult.Taken();
        }

        var status = (int)response.StatusCode;
        var why = $"it answers {status}{await SaysAsync(response, secret, cancellationToken)}";
        return response.StatusCode switch
        {
            // The request itself is what it does not take; all else (a token, a name, the receiver) somebody may mend.
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Gone => new SendResult.Never(why),
            _ when status is >= 300 and < 400 => new SendResult.Later(why + "; redirects are not followed: write where it leads to"),
            _ => new SendResult.Later(why, After(response)),
        };
    }

    private TimeSpan? After(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    /// <summary>The beginning of the answer, without what is secret.</summary>
    private static async ValueTask<string> SaysAsync(HttpResponseMessage response, NoticeSecret secret, CancellationToken cancellationToken)
    {
        var bytes = new byte[MostAnswer];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.UTF8.GetString(bytes, 0, read);
        foreach (var word in secret.Sensitive)
        {
            text = text.Replace(word, "[redacted]", StringComparison.Ordinal);
        }

        text = new string([.. text.Take(200).Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return text.Length == 0 ? "" : $": {text}";
    }

    /// <summary>What the network says; it names hosts and never paths, which may be secret.</summary>
    private static string Trouble(Exception e)
    {
        var deepest = e;
        while (deepest.InnerException is { } inner)
        {
            deepest = inner;
        }

        return deepest.Message.TrimEnd('.');
    }
}
