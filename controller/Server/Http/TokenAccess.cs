using Microsoft.AspNetCore.Http;

namespace Rollout.Server.Http;

/// <summary>One configured token opens everything; without one nothing can be changed.</summary>
public sealed class TokenAccess(AccessToken? token) : IAccess
{
    public ValueTask<AccessAnswer> ReviewAsync(string authorization, AccessWish wish, string from, CancellationToken cancellationToken) =>
        ValueTask.FromResult<AccessAnswer>(
            token is null ? new AccessAnswer.Refused(StatusCodes.Status403Forbidden, "Changing calls are off",
                "this controller was started without a token; start it with --token-file FILE")
            : authorization.Length == 0 ? new AccessAnswer.Refused(StatusCodes.Status401Unauthorized, "A token is needed", "send the header Authorization: Bearer TOKEN")
            : token.Matches(authorization) ? new AccessAnswer.Allowed($"token holder at {from}")
            : new AccessAnswer.Refused(StatusCodes.Status401Unauthorized, "The token is not the configured one", "compare it with the controller's token file"));
}
