using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Door;

/// <summary>Requests and answers as they go on: everything but what belongs to one connection alone (RFC 9110 section 7.6.1).</summary>
internal static class DoorHeaders
{
    private static readonly FrozenSet<string> OneConnection = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host", SessionHeaders.NewSession);

    public static HttpRequestMessage Request(HttpRequest from, Uri node, bool isNew)
    {
        var to = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(node, UriHelper.BuildRelative(from.PathBase, from.Path, from.QueryString)));
        if (from.ContentLength > 0 || from.Headers.TransferEncoding.Count > 0)
        {
            to.Content = new StreamContent(from.Body);
        }
        else if (!HttpMethods.IsGet(from.Method) && !HttpMethods.IsHead(from.Method))
        {
            to.Content = new ByteArrayContent([]);
        }

        foreach (var (name, value) in from.Headers)
        {
            if (!OneConnection.Contains(name) && !to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value))
            {
                to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
            }
        }

        if (isNew)
        {
            to.Headers.TryAddWithoutValidation(SessionHeaders.NewSession, "1");
        }

        return to;
    }

    public static void Response(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated))
        {
            if (!OneConnection.Contains(name))
            {
                to.Headers.Append(name, values.ToArray());
            }
        }
    }
}
