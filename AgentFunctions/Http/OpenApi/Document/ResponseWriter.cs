using System.Globalization;
using System.Text.Json.Nodes;
using AgentFunctions.Access;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.OpenApi.Schemas;
using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi.Document;

/// <summary>Describes what functions answer.</summary>
internal sealed class ResponseWriter(OpenApiDocument document, SchemaWriter schemas, CallerRules callers, IReadOnlyList<string> regions)
{
    // Every call that reads or writes anything may meet them.
    private static readonly ProblemKind[] Faults = [ProblemKind.InternalError, ProblemKind.StorageUnavailable, ProblemKind.QueueUnavailable];

    public OpenApiResponses Of(DescribedFunction function)
    {
        OpenApiResponses responses = [];
        foreach (IGrouping<int, AnswerAttribute> answers in function.Answers.GroupBy(answer => answer.Status).OrderBy(answers => answers.Key))
        {
            responses.Add(StatusOf(answers.Key), AnswerOf(function, answers.Single()));
        }

        foreach (IGrouping<int, ProblemKind> kinds in RefusalsOf(function).Distinct().GroupBy(kind => kind.Status).OrderBy(kinds => kinds.Key))
        {
            responses.Add(StatusOf(kinds.Key), RefusalOf(function, [.. kinds]));
        }

        if (callers.IsGuardedByHost(function.Operation!.Role))
        {
            responses.Add(StatusOf(401), new OpenApiResponse { Description = "The Functions host does not know the key." });
        }

        return responses;
    }

    private IEnumerable<ProblemKind> RefusalsOf(DescribedFunction function)
    {
        OperationAttribute said = function.Operation!;
        return
        [
            .. function.Body is null ? [] : new[] { ProblemKind.MalformedJson, ProblemKind.InvalidRequest, ProblemKind.BodyTooLarge },
            .. function.Query is null && said.Reach != Reach.Asked ? Array.Empty<ProblemKind>() : [ProblemKind.InvalidRequest],
            .. function.Refusals,
            .. callers.RefusalsOf(said.Role),
            .. said.Role == Roles.None ? [] : Faults,
            .. said.Role == Roles.None || regions.Count == 0 ? Array.Empty<ProblemKind>() : [ProblemKind.RegionAway],
        ];
    }

    private OpenApiResponse AnswerOf(DescribedFunction function, AnswerAttribute answer)
    {
        bool isJson = answer.MediaType == MediaTypes.Json;
        IOpenApiSchema[] shapes = [.. answer.Types.Select(schemas.Of)];
        IOpenApiSchema? shape = shapes.Length > 1 ? new OpenApiSchema { OneOf = [.. shapes] } : shapes.FirstOrDefault();
        return new OpenApiResponse
        {
            Description = answer.Text,
            Headers = HeadersOf([.. answer.Headers, .. QuotaOf(function.Operation!), .. RegionOf(function.Operation!, answer.Status)]),
            Content = shape is null ? null : new Dictionary<string, IOpenApiMediaType>
            {
                [answer.MediaType] = new OpenApiMediaType
                {
                    Schema = isJson ? shape : MediaTypes.Streamed(answer.MediaType, MediaTypes.Several(shape)),
                    Examples = Examples.OfAnswer(function.Name, StatusOf(answer.Status)),
                },
            },
        };
    }

    // The same everywhere, unless a function has reasons of its own.
    private IOpenApiResponse RefusalOf(DescribedFunction function, ProblemKind[] kinds)
    {
        if (kinds[0].Status is not (401 or 403 or 429 or >= 500))
        {
            return Refusal(kinds, function, function.Name);
        }

        string name = kinds[0].Status == 503 ? "Unavailable" : string.Concat(kinds[0].Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        document.Components!.Responses!.TryAdd(name, Refusal(kinds, function, Examples.Shared));
        return new OpenApiResponseReference(name, document);
    }

    private OpenApiResponse Refusal(ProblemKind[] kinds, DescribedFunction function, string examples) => new()
    {
        Description = string.Join("\n\n", kinds.Select(kind => $"`{kind.Name}`: {kind.Title}.")),
        Headers = HeadersOf([.. HeadersOf(kinds[0].Status), .. kinds[0].Status == 401 ? [] : QuotaOf(function.Operation!), .. RegionOf(function.Operation!, kinds[0].Status)]),
        Content = new Dictionary<string, IOpenApiMediaType>
        {
            [MediaTypes.Problem] = new OpenApiMediaType { Schema = schemas.Of(typeof(ProblemView)), Examples = Examples.OfRefusal(examples, StatusOf(kinds[0].Status), kinds) },
        },
    };

    private static string[] HeadersOf(int status) => status switch
    {
        401 => [ResponseHeaders.Authenticate],
        429 or 503 => [ResponseHeaders.RetryAfter],
        _ => [],
    };

    private string[] QuotaOf(OperationAttribute said) => said.Role != Roles.None && callers.HasQuotas ? [ResponseHeaders.RateLimitIfLimited, ResponseHeaders.RateLimitPolicyIfLimited] : [];

    // A caller who is turned away has not come to a region yet, and neither may one who asked amiss.
    private string[] RegionOf(OperationAttribute said, int status) => said.Role == Roles.None || regions.Count == 0 || status is 401 or 403 or 429 ? []
        : status < 400 ? [ResponseHeaders.Region] : [ResponseHeaders.RegionIfKnown];

    private Dictionary<string, IOpenApiHeader>? HeadersOf(IReadOnlyList<string> headers)
    {
        foreach (string header in headers)
        {
            document.Components!.Headers!.TryAdd(ResponseHeaders.ComponentOf(header), ResponseHeaders.Of(header));
        }

        return headers.Count == 0 ? null : headers.ToDictionary(ResponseHeaders.NameOf, header => (IOpenApiHeader)new OpenApiHeaderReference(ResponseHeaders.ComponentOf(header), document));
    }

    private static string StatusOf(int status) => status.ToString(CultureInfo.InvariantCulture);
}
