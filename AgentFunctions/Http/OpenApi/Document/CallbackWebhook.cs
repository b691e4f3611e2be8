using AgentFunctions.Http.OpenApi.Schemas;
using AgentFunctions.Http.Webhooks;
using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi.Document;

/// <summary>Describes what the application sends to the callbacks of tasks.</summary>
internal static class CallbackWebhook
{
    private const string Name = "taskEnded";

    private const string Text = """
        Sent to the `callback` of a task when it has ended, signed as [Standard Webhooks](https://www.standardwebhooks.com) 1.0.0 says, at least once. A redirect is not followed.
        What fails is tried again for about a day, with growing delays; `Retry-After` puts the next try off.
        """;

    public static void AddTo(OpenApiDocument document, SchemaWriter schemas)
    {
        OpenApiPathItem item = new();
        item.AddOperation(HttpMethod.Post, new OpenApiOperation
        {
            OperationId = Name,
            Summary = "The end of a task",
            Description = Text,
            Tags = new HashSet<OpenApiTagReference> { new(ApiTags.Callbacks, document) },
            Security = [],
            Parameters =
            [
                Header("webhook-id", "The same for every try at telling the same end of a task: drop what you have seen.", "01m8ajb43qxhjjy6ddbdvx97xf-0"),
                Header("webhook-timestamp", "When this try was made, in seconds since 1970.", "1798805000"),
                Header("webhook-signature", "A signature for each secret that is good, the latest first, parted by blanks: `v1,` and the HMAC-SHA256, in base 64, of id, timestamp and body with full stops between them.", "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="),
            ],
            RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, IOpenApiMediaType> { [MediaTypes.Json] = new OpenApiMediaType { Schema = schemas.Of(typeof(CallbackBodyView)), Examples = Examples.OfRequest(Name, MediaTypes.Json) } },
            },
            Responses = new OpenApiResponses
            {
                ["2XX"] = new OpenApiResponse { Description = "Taken." },
                ["410"] = new OpenApiResponse { Description = "The receiver wants no more of this task: it is not tried again." },
                ["default"] = new OpenApiResponse { Description = "Not taken: it is tried again." },
            },
        });
        document.Webhooks!.Add(Name, item);
    }

    private static OpenApiParameter Header(string name, string text, string example) =>
        new() { Name = name, In = ParameterLocation.Header, Required = true, Description = text, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example };
}
