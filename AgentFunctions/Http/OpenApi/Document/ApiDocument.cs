using System.Reflection;
using AgentFunctions.Access;
using AgentFunctions.Http.OpenApi.Schemas;
using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi.Document;

/// <summary>Puts the API's description together.</summary>
internal static class ApiDocument
{
    private const string About = """
        Tasks for AI agents: each is taken in, put in a queue, run by an elastic pool of workers, and its checked result is kept.

        Everything is JSON. Times are RFC 3339 in UTC, money is US dollars. Fields without a value are left out. A refusal is problem details (RFC 9457): `type` names the kind, `errors` each wrong field and what is allowed.
        Versions are semantic: from 1.0 on, nothing is taken away or renamed within a major version. Fields, events, codes and operations may be added at any time: pass over what you do not know.
        """;

    /// <param name="access">How callers say who they are.</param>
    /// <param name="regions">Names of the regions; none where there is one.</param>
    public static OpenApiDocument Of(AccessMode access, IReadOnlyList<string> regions)
    {
        OpenApiDocument document = new()
        {
            Info = new OpenApiInfo { Title = "Agent Functions", Version = VersionOf(typeof(ApiDocument).Assembly), Description = About },
            Servers = [new OpenApiServer { Url = $"/{RoutePrefix.Read()}", Description = "This application" }],
            Tags = new HashSet<OpenApiTag>(ApiTags.All.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Text })),
            Paths = [],
            Webhooks = new Dictionary<string, IOpenApiPathItem>(),
            Components = new OpenApiComponents
            {
                Schemas = new SortedDictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
                Responses = new SortedDictionary<string, IOpenApiResponse>(StringComparer.Ordinal),
                Parameters = new SortedDictionary<string, IOpenApiParameter>(StringComparer.Ordinal),
                Headers = new SortedDictionary<string, IOpenApiHeader>(StringComparer.Ordinal),
                SecuritySchemes = new SortedDictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal),
            },
        };
        CallerRules callers = new(access, document);
        SchemaWriter schemas = new(document);
        OperationWriter operations = new(document, schemas, callers, regions);
        foreach (DescribedFunction function in DescribedFunction.All.Where(function => function.Operation is not null).OrderBy(PlaceOf).ThenBy(f => f.Path, StringComparer.Ordinal).ThenBy(f => f.Name, StringComparer.Ordinal))
        {
            operations.Add(function);
        }

        CallbackWebhook.AddTo(document, schemas);
        return document;
    }

    private static int PlaceOf(DescribedFunction function) => ApiTags.All.Index().First(tag => tag.Item.Name == function.Operation!.Tag).Index;

    private static string VersionOf(Assembly assembly) => assembly.GetName().Version!.ToString(fieldCount: 3);
}
