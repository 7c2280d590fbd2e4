using System.Text.Json.Nodes;
using Rollout.Server.Hooks;

namespace Rollout.Server.Http.Description;

/// <summary>The HTTP API as an OpenAPI 3.1 document (spec.openapis.org/oas/v3.1.1). A test holds it to the routes that are mapped.</summary>
public static class ApiDescription
{
    private const string One = "/api/v1/rollouts/{ns}/{name}";

    private const string History =
        "Releases, newest first, at most 500 (limit). since: ended then or later, a time or how long ago; before: taken up before, to read on where an answer ended.";

    private static readonly string[] Refusals = ["401", "403", "404", "409", "413", "422", "429", "503"];

    public static JsonObject Build()
    {
        var paths = new JsonObject
        {
            ["/livez"] = Get("Whether the process answers.", Text("ok")),
            ["/readyz"] = Get("Whether the controller does its work; 503 says why not.", Text("ok"), ("503", Text("what is missing"))),
            ["/openapi/v1.json"] = Get("This document.", Json("An OpenAPI document.", new JsonObject { ["type"] = "object" })),
            ["/api/v1/rollouts"] = Get("All rollouts.", Json("Every rollout, whole.", new JsonObject
            {
                ["type"] = "object", ["required"] = new JsonArray("items"),
                ["properties"] = new JsonObject { ["items"] = new JsonObject { ["type"] = "array", ["items"] = ApiSchemas.Reference("Rollout") } },
            })),
            [One] = OneOf(Get("One rollout as it was last recorded. If-None-Match with its ETag answers 304 while nothing has changed.",
                Json("The rollout.", ApiSchemas.Reference("Rollout")), ("304", new JsonObject { ["description"] = "Unchanged." }), Problem("404"))),
            [One + "/evidence"] = OneOf(Get("The series behind the verdict, bounded.", Json("A point a look.", ApiSchemas.Reference("Evidence")), Problem("404"))),
            [One + "/events"] = OneOf(Get(
                "What changes, as server-sent events: status (the whole rollout) and happening. Last-Event-ID brings the happenings that were missed.",
                Answer("A stream without end.", "text/event-stream", new JsonObject { ["type"] = "string" }), Problem("404"), Problem("503"))),
            [One + "/history"] = OneOf(Get(History, Json("Releases.", ApiSchemas.Reference("Releases")), Problem("422"))),
            ["/api/v1/history"] = Get("The same of all rollouts, or of the namespace and name in the query.", Json("Releases.", ApiSchemas.Reference("Releases")), Problem("422")),
            ["/api/v1/report"] = Get("How delivery went since a time (90d unless told).", Json("The report.", ApiSchemas.Reference("Report")), Problem("422")),
        };
        foreach (var verb in Enum.GetValues<OrderVerb>())
        {
            paths[$"{One}/{verb.ToString().ToLowerInvariant()}"] = OneOf(new JsonObject { ["post"] = Order(verb) });
        }

        foreach (var source in Enum.GetValues<HookSource>())
        {
            paths[$"/hooks/{source.ToString().ToLowerInvariant()}"] = new JsonObject { ["post"] = Hook(source) };
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "Rollout", ["version"] = "v1", ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
                ["description"] = "Reading is open; what changes something needs the controller's token and leaves a line in the audit log.",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = ApiSchemas.All(),
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                    ["signature"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = HookSecret.SignatureHeader },
                },
            },
        };
    }

    private static JsonObject Order(OrderVerb verb)
    {
        var responses = new JsonObject { ["202"] = Json("Written down; the rollout after the pass that has taken it up.", ApiSchemas.Reference("Rollout")) };
        foreach (var (status, problem) in Refusals.Select(Problem))
        {
            responses[status] = problem;
        }

        return new JsonObject
        {
            ["summary"] = Summary(verb),
            ["operationId"] = verb.ToString().ToLowerInvariant(),
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["requestBody"] = new JsonObject
            {
                ["required"] = verb == OrderVerb.Start,
                ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = ApiSchemas.Reference("Order") } },
            },
            ["responses"] = responses,
        };
    }

    private static JsonObject Hook(HookSource source)
    {
        var responses = new JsonObject
        {
            ["200"] = Json("Recorded by every rollout that they concern.", new JsonObject { ["type"] = "object" }),
        };
        foreach (var (status, problem) in Refusals.Where(s => s is not ("404" or "409")).Select(Problem))
        {
            responses[status] = problem;
        }

        return new JsonObject
        {
            ["summary"] = $"Hears of alerts, as the webhook of {source} sends them.",
            ["operationId"] = source.ToString().ToLowerInvariant(),
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }, new JsonObject { ["signature"] = new JsonArray() }),
            ["requestBody"] = new JsonObject
            {
                ["required"] = true, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } } },
            },
            ["responses"] = responses,
        };
    }

    private static string Summary(OrderVerb verb) => verb switch
    {
        OrderVerb.Start => "Asks for a version.",
        OrderVerb.Pause => "Stops the rollout where it stands.",
        OrderVerb.Resume => "Lets a paused rollout go on.",
        OrderVerb.Promote => "Skips what is left of the evidence and promotes.",
        OrderVerb.Abort => "Takes the revision on trial back.",
        OrderVerb.Retry => "Tries a refused revision again.",
    };

    private static JsonObject Get(string summary, JsonObject good, params (string Status, JsonObject Answer)[] others)
    {
        var responses = new JsonObject { ["200"] = good };
        foreach (var (status, answer) in others)
        {
            responses[status] = answer;
        }

        return new JsonObject { ["get"] = new JsonObject { ["summary"] = summary, ["responses"] = responses } };
    }

    private static JsonObject OneOf(JsonObject path)
    {
        path["parameters"] = new JsonArray(Parameter("ns", "The namespace; a host fleet's is default."), Parameter("name", "Of the rollout."));
        return path;
    }

    private static JsonObject Parameter(string name, string description) => new()
    {
        ["name"] = name, ["in"] = "path", ["required"] = true, ["description"] = description, ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static (string Status, JsonObject Answer) Problem(string status) =>
        (status, Answer("Why not, with every problem and its mend (RFC 9457).", "application/problem+json", ApiSchemas.Reference("Problem")));

    private static JsonObject Json(string description, JsonObject schema) => Answer(description, "application/json", schema);

    private static JsonObject Text(string description) => Answer(description, "text/plain", new JsonObject { ["type"] = "string" });

    private static JsonObject Answer(string description, string type, JsonObject schema) => new()
    {
        ["description"] = description, ["content"] = new JsonObject { [type] = new JsonObject { ["schema"] = schema } },
    };
}
