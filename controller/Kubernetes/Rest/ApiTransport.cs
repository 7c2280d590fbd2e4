using System.Net;
using Microsoft.Extensions.Logging;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;

namespace Rollout.Kubernetes.Rest;

/// <summary>Makes requests as somebody, within limits, and turns everything that goes wrong into a value. Repeats reads, never writes.</summary>
internal sealed class ApiTransport : IDisposable
{
    private readonly ClusterConnection connection;
    private readonly ClientOptions options;
    private readonly CertifiedInvokers invokers;
    private readonly ReadRepeating repeating;

    public ApiTransport(ClusterConnection connection, ClientOptions options)
    {
        this.connection = connection;
        this.options = options;
        invokers = new CertifiedInvokers(connection, options);
        repeating = new ReadRepeating(options);
    }

    public TimeProvider Time => options.Time;

    public ClientLimits Limits => options.Limits;

    public ILogger Log => options.Log;

    public int Seed => options.Seed;

    /// <summary>The whole answer.</summary>
    public ValueTask<ApiResult<ApiAnswer>> SendAsync(ApiRequest request, CancellationToken cancellation) =>
        repeating.RunAsync(request, (r, token) => OnceAsync(r, options.Limits.Attempt, ReadWholeAsync, token), cancellation);

    /// <summary>The answer's stream, as soon as its headers are there. The caller disposes of it.</summary>
    public ValueTask<ApiResult<HttpResponseMessage>> OpenAsync(ApiRequest request, CancellationToken cancellation) =>
        repeating.RunAsync(
            request,
            (r, token) => OnceAsync(r, options.Limits.WatchStart, (response, _) => new ValueTask<ApiResult<HttpResponseMessage>>(
                new ApiResult<HttpResponseMessage>.Ok(response)), token),
            cancellation);

    public void Dispose() => invokers.Dispose();

    private async ValueTask<ApiResult<T>> OnceAsync<T>(
        ApiRequest request, TimeSpan limit, Func<HttpResponseMessage, CancellationToken, ValueTask<ApiResult<T>>> read, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(limit, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        HttpResponseMessage? response = null;
        var handedOver = false;
        try
        {
            var given = await connection.Credentials.GetAsync(either.Token);
            if (given is CredentialResult.Unavailable(var reason))
            {
                return Failed<T>(ApiErrors.Of(ApiErrorKind.NoCredential, request.ToString(), reason));
            }

            var credential = ((CredentialResult.Given)given).Credential;
            using var message = Compose(request, credential);
            response = await invokers.For(credential.Certificate).SendAsync(message, either.Token);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                connection.Credentials.Refused(credential);
            }

            if (!response.IsSuccessStatusCode)
            {
                return Failed<T>(await ErrorAsync(request, response, either.Token));
            }

            var result = await read(response, either.Token);
            handedOver = request.Streams && result.IsOk;
            return result;
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return Failed<T>(ApiErrors.Of(ApiErrorKind.TimedOut, request.ToString(), $"no whole answer within {ApiErrors.Seconds(limit)}"));
        }
        catch (InvalidDataException)
        {
            return Failed<T>(ApiErrors.Of(ApiErrorKind.Unreadable, request.ToString(), "the answer says that it is gzip and is not"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Failed<T>(ApiErrors.Thrown(request.ToString(), e));
        }
        finally
        {
            if (!handedOver)
            {
                response?.Dispose();
            }
        }
    }

    private HttpRequestMessage Compose(ApiRequest request, Credential credential)
    {
        var server = connection.Server;
        var message = new HttpRequestMessage(request.Method, new Uri(server.AbsoluteUri.TrimEnd('/') + request.PathAndQuery));
        if (server.Scheme == Uri.UriSchemeHttps)
        {
            (message.Version, message.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
        }

        if (connection.TlsServerName is { } name)
        {
            // .NET checks the certificate against, and asks by SNI for, the name in the Host header.
            message.Headers.Host = name;
        }

        message.Headers.Authorization = credential.Header();
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        foreach (var (key, value) in connection.Impersonation?.Headers() ?? [])
        {
            message.Headers.TryAddWithoutValidation(key, value);
        }

        message.Headers.TryAddWithoutValidation("Accept-Encoding", request.Streams || connection.DisableCompression ? "identity" : "gzip");

        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        return message;
    }

    private async ValueTask<ApiError> ErrorAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellation)
    {
        var retryAfter = RetryAfterHeader.Read(response.Headers.RetryAfter, options.Time.GetUtcNow());
        await using var stream = await AnswerBodies.OpenAsync(response, cancellation);
        var body = await BoundedStream.ReadAsync(stream, BoundedFile.MostBytes, cancellation);
        return ApiErrors.Answered(request.ToString(), (int)response.StatusCode, retryAfter, body ?? []);
    }

    private async ValueTask<ApiResult<ApiAnswer>> ReadWholeAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await AnswerBodies.OpenAsync(response, cancellation);
        var body = await BoundedStream.ReadAsync(stream, options.Limits.AnswerBytes, cancellation);
        return body is null
            ? Failed<ApiAnswer>(ApiErrors.Of(
                ApiErrorKind.Unreadable, $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath}",
                $"the answer is larger than {options.Limits.AnswerBytes} bytes"))
            : new ApiResult<ApiAnswer>.Ok(new ApiAnswer((int)response.StatusCode, body));
    }

    private static ApiResult<T> Failed<T>(ApiError error) => new ApiResult<T>.Failed(error);
}
