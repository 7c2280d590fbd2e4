using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Rollout.Server.Http;

namespace Rollout.Server.Access;

/// <summary>
/// How often one address may try to change something, whatever comes of it: guessing tokens is slow, and a pipeline gone wild does not keep
/// the loop from its work. Reading is not limited: dashboards are many, and cost little.
/// </summary>
/// <param name="Burst">At once.</param>
/// <param name="PerPeriod">More after every period.</param>
/// <param name="Period">How long that is.</param>
public sealed record ChangeLimits(int Burst, int PerPeriod, TimeSpan Period)
{
    public static ChangeLimits Default { get; } = new(60, 20, TimeSpan.FromSeconds(1));

    public void AddTo(IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
        options.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Period;
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
            return new ValueTask(ProblemAnswer.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "Too many changing calls",
                $"at most {Burst} at once and {PerPeriod} every {Period.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s from one address; wait as Retry-After says"));
        };
    });

    private RateLimitPartition<string> Partition(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(Of(context.Connection.RemoteIpAddress), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Burst, TokensPerPeriod = PerPeriod, ReplenishmentPeriod = Period, QueueLimit = 0, AutoReplenishment = true,
            });

    /// <summary>An IPv6 customer has a whole /64 of addresses.</summary>
    private static string Of(IPAddress? address)
    {
        if (address is null || address.IsIPv4MappedToIPv6 || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return (address?.IsIPv4MappedToIPv6 == true ? address.MapToIPv4() : address)?.ToString() ?? "";
        }

        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
    }
}
