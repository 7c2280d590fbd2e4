namespace Rollout.Server.Http;

/// <summary>Who may change what by the HTTP API.</summary>
public interface IAccess
{
    /// <param name="authorization">The header, as it was sent; empty: none was.</param>
    /// <param name="wish">What is asked for.</param>
    /// <param name="from">Where the call comes from, for people.</param>
    /// <param name="cancellationToken">Ends the review.</param>
    ValueTask<AccessAnswer> ReviewAsync(string authorization, AccessWish wish, string from, CancellationToken cancellationToken);
}
