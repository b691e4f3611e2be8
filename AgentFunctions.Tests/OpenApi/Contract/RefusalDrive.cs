namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>What all operations refuse alike.</summary>
internal static class RefusalDrive
{
    // Nothing is read before its answer has begun, so the stream breaks.
    private const string BeganBefore = "GetOverviewEvents";

    private static readonly string[] Roles = ["submit", "read", "admin"];

    /// <summary>Callers whom nobody knows, who may not, or who call too often.</summary>
    /// <param name="keys">A key for each role alone.</param>
    /// <param name="spent">A key that has used its requests up.</param>
    public static async Task TurnAwayAsync(ContractClient client, MappedOperation[] operations, IReadOnlyDictionary<string, string> keys, string spent)
    {
        foreach (MappedOperation operation in operations.Where(o => o.Role.Length > 0))
        {
            string path = operation.PathOf(MappedOperation.NoId);
            (await client.SendAsync(operation.Method, path, key: null, BodyOf(operation))).With(401);
            await SpendAsync(client, operation, path, spent);
            foreach (string other in Roles.Where(role => role != operation.Role))
            {
                ContractAnswer refused = (await client.SendAsync(operation.Method, path, keys[other], BodyOf(operation))).With(403);
                Assert.Contains($"needs the role {operation.Role}", refused.Text("detail"), StringComparison.Ordinal);
            }
        }
    }

    // With each minute of the clock the key may call again, once.
    private static async Task SpendAsync(ContractClient client, MappedOperation operation, string path, string spent)
    {
        int tries = 0;
        while ((await client.SendAsync(operation.Method, path, spent, BodyOf(operation))).Status != 429)
        {
            Assert.True(++tries < 3, $"{operation.Name} takes no notice of the limit.");
        }
    }

    /// <summary>Requests that nobody can make sense of, or that are about what is not there.</summary>
    public static async Task MisuseAsync(ContractClient client, MappedOperation[] operations, string key)
    {
        foreach (MappedOperation operation in operations.Where(o => o.Role.Length > 0))
        {
            string path = operation.PathOf(MappedOperation.NoId);
            if (operation.HasPlaceholder)
            {
                (await client.SendAsync(operation.Method, path, key, BodyOf(operation))).With(404);
            }
            else if (!operation.Name.StartsWith("Submit", StringComparison.Ordinal))
            {
                // Submitting heeds no query.
                (await client.SendAsync(operation.Method, $"{path}?region=nowhere", key, BodyOf(operation))).With(400);
            }

            if (operation.HasQuery)
            {
                (await client.GetAsync($"{path}?nonsense=1", key, ContractClient.AsExample)).With(400);
            }

            if (operation.MostBytes > 0)
            {
                (await client.SendAsync(operation.Method, path, key, "{")).With(400);
                (await client.PostAsync(path, key, operation.IsBatch ? "[]" : """{"nonsense":1}""", operation.Name == "SubmitTask" ? [] : [ContractClient.AsExample])).With(400);
                (await client.SendAsync(operation.Method, path, key, new string(' ', operation.MostBytes + 1))).With(413);
            }
        }
    }

    /// <summary>Every operation while storage does not answer.</summary>
    public static Task WithoutStorageAsync(ContractClient client, MappedOperation[] operations) =>
        Task.WhenAll(operations.Where(o => o.Name != BeganBefore).Select(operation => client.SendAsync(operation.Method, operation.PathOf(MappedOperation.NoId), key: null, BodyOf(operation))));

    /// <summary>Every operation about a region that does not answer.</summary>
    public static async Task AboutAnAwayRegionAsync(ContractClient client, MappedOperation[] operations)
    {
        // The eleventh character is the region's number, the first that of a key.
        string task = $"{MappedOperation.NoId[..10]}1{MappedOperation.NoId[11..]}";
        foreach (MappedOperation operation in operations)
        {
            string path = operation.PathOf(operation.Name == "RevokeKey" ? $"1{MappedOperation.NoId[1..10]}" : task);
            await client.SendAsync(operation.Method, operation.TakesRegion ? $"{path}?region=south" : path, key: null, BodyOf(operation));
            if (operation.TakesRegion && operation.Method == HttpMethod.Get)
            {
                await client.GetAsync($"{path}?region=north");
            }
        }
    }

    private static string? BodyOf(MappedOperation operation) => operation.Body?.ToJsonString();
}
