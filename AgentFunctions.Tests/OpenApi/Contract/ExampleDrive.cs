using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>Sends the examples of requests that a description has.</summary>
internal static class ExampleDrive
{
    /// <returns>Operation, example, and status of the answer.</returns>
    public static async Task<IReadOnlyList<(string Operation, string Example, int Status)>> SendAsync(ContractClient client, JsonObject description, string key)
    {
        // Feedback is for a task that has succeeded.
        JsonElement succeeded = (await client.GetAsync("tasks?status=succeeded&limit=1", key)).With(200).Body.GetProperty("tasks")[0];
        List<(string, string, int)> sent = [];
        foreach ((string path, string method, JsonObject operation) in Described.Operations(description))
        {
            foreach ((string type, JsonNode? media) in operation["requestBody"]?["content"]?.AsObject() ?? [])
            {
                foreach ((string name, JsonNode? example) in media!["examples"]?.AsObject() ?? [])
                {
                    string body = type == "application/x-ndjson" ? (string)example!["value"]! : example!["value"]!.ToJsonString();
                    ContractAnswer answer = await client.SendAsync(
                        HttpMethod.Parse(method.ToUpperInvariant()), path.TrimStart('/').Replace("{id}", succeeded.GetProperty("id").GetString(), StringComparison.Ordinal), key, body, type);
                    sent.Add(((string)operation["operationId"]!, name, answer.Status));
                }
            }
        }

        return sent;
    }
}
