using System.Buffers.Binary;
using Microsoft.AspNetCore.Http;
using Rollout.Api;

namespace Rollout.Probes.Tests.Steps.Grpc;

/// <summary>Health over HTTP/2; the bytes are those that protoc's own encoders write (grpc.health.v1), put down by hand.</summary>
public sealed class GrpcStepTests : IAsyncLifetime
{
    private HealthServer server = null!;
    private byte[] answer = [];
    private string status = "0";
    private string? message;
    private byte[] asked = [];
    private string? path;

    private Uri Address => server.Address;

    public async Task InitializeAsync() => server = await HealthServer.StartAsync(AnswerAsync);

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("0801", null, null)]
    [InlineData("0802", "SERVING", "NOT_SERVING")]
    [InlineData("", "SERVING", "UNKNOWN")]
    [InlineData("0803", "SERVING", "SERVICE_UNKNOWN")]
    [InlineData("0809", "SERVING", "serving status 9")]
    [InlineData("12036162630801", null, null)]
    [InlineData("08", "SERVING", "a message that is no health answer")]
    [InlineData("12ff", "SERVING", "a message that is no health answer")]
    public async Task The_servers_health_is_read(string hex, string? expected, string? got)
    {
        answer = Framed(Convert.FromHexString(hex));
        var result = await RunAsync(new GrpcStep { Service = "shop.Shop" });
        Assert.Equal((expected, got), (result.Failure?.Expected, result.Failure?.Got));
        Assert.Equal("/grpc.health.v1.Health/Check", path);
        Assert.Equal("00" + "0000000b" + "0a09" + Convert.ToHexStringLower("shop.Shop"u8), Convert.ToHexStringLower(asked));
    }

    [Fact]
    public async Task Without_a_service_the_message_is_empty()
    {
        answer = Framed([8, 1]);
        Assert.True((await RunAsync(new GrpcStep())).Passed);
        Assert.Equal("0000000000", Convert.ToHexStringLower(asked));
    }

    [Fact]
    public async Task A_status_of_gRPC_that_is_not_OK_fails_by_its_name()
    {
        (status, message) = ("12", "no%20such%20method");
        var result = await RunAsync(new GrpcStep());
        Assert.Equal(("gRPC status OK", "gRPC status UNIMPLEMENTED: no such method"), (result.Failure!.Expected, result.Failure.Got));
        Assert.Equal(12, result.Failure.Facts!.GrpcStatus);
    }

    [Fact]
    public async Task A_message_of_another_length_than_its_frame_says_is_refused()
    {
        answer = [.. Framed([8, 1]), 0];
        Assert.Equal("a message that is no health answer", (await RunAsync(new GrpcStep())).Failure!.Got);
    }

    [Fact]
    public async Task A_server_that_speaks_only_HTTP_1_fails()
    {
        await using var shop = await ProbedShop.StartAsync();
        var spec = new AcceptanceProbeSpec { Steps = [new ProbeStep { Name = "a", Grpc = new GrpcStep() }], Timeout = TimeSpan.FromSeconds(30) };
        var result = await new ProbeRunner(TimeProvider.System).RunAsync(spec, shop.Address, CancellationToken.None);
        Assert.Equal("an answer", result.Failure!.Expected);
    }

    private static byte[] Framed(byte[] message)
    {
        var framed = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, 5);
        return framed;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        (asked, path) = (body.ToArray(), context.Request.Path.Value);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", status);
        if (message is not null)
        {
            context.Response.AppendTrailer("grpc-message", message);
        }
    }

    private async Task<ProbeResult> RunAsync(GrpcStep grpc)
    {
        var spec = new AcceptanceProbeSpec { Steps = [new ProbeStep { Name = "a", Grpc = grpc }], Timeout = TimeSpan.FromSeconds(30) };
        return await new ProbeRunner(TimeProvider.System).RunAsync(spec, Address, CancellationToken.None);
    }
}
