using System.Net.Sockets;

namespace Rollout.Probes.Network;

/// <summary>Says in a person's words why there is no answer, and tells the target's faults from ours.</summary>
public static class NetworkTrouble
{
    /// <summary>
    /// What this machine lacks, and an address that its own policy forbids, is no fault of the target: thrown on as trouble. (A redirect
    /// to a forbidden address is the target's.)
    /// </summary>
    /// <param name="trouble">Why there is no answer.</param>
    /// <param name="target">Host of the target.</param>
    /// <exception cref="ProbeTroubleException">The fault is ours.</exception>
    public static void ThrowIfOurs(Exception trouble, string target)
    {
        for (var e = trouble; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case ProbeTroubleException:
                case AddressRefusedException { Host: var host } when host == target:
                    throw new ProbeTroubleException(e.Message, trouble);
                case SocketException { SocketErrorCode: SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable
                    or SocketError.AddressNotAvailable or SocketError.ProcessLimit }:
                    throw new ProbeTroubleException($"this machine has no free socket: {e.Message}", trouble);
            }
        }
    }

    public static string Describe(Exception trouble)
    {
        for (var e = trouble; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case AddressRefusedException or TlsFailureException or TunnelRefusedException:
                    return e.Message;
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery }:
                    return "the name cannot be resolved";
                case SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown }:
                    return "the connection broke before the answer was complete";
                case SocketException:
                    return $"no connection: {e.Message}";
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }:
                case HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse }:
                    return "an answer that is not HTTP";
                case HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }:
                    return "headers longer than 64 KiB";
                case HttpRequestException { HttpRequestError: HttpRequestError.VersionNegotiationError }:
                    return "a server that does not speak the HTTP version asked for";
                case HttpRequestException { HttpRequestError: HttpRequestError.HttpProtocolError }:
                    return $"an answer that breaks the rules of HTTP/2: {e.GetBaseException().Message}";
            }
        }

        return trouble is HttpRequestException { HttpRequestError: not (HttpRequestError.ResponseEnded or HttpRequestError.Unknown) } other
            ? $"the request failed: {other.HttpRequestError}"
            : "the connection broke before the answer was complete";
    }
}
