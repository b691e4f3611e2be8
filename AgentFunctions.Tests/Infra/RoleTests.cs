using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentFunctions.Tests.Infra;

public sealed class RoleTests
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"] = "Storage Blob Data Reader",
        ["76199698-9eea-4c19-bc75-cec21354c6b6"] = "Storage Table Data Reader",
        ["090c5cfd-751d-490a-894a-3ce6f1109419"] = "Azure Service Bus Data Owner",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"] = "Cognitive Services OpenAI User",
        ["7f951dda-4ed3-4680-a7ca-43fe172d538d"] = "AcrPull",
    };

    [Theory]
    [MemberData(nameof(Deployment.All), MemberType = typeof(Deployment))]
    public async Task The_app_of_each_region_has_these_rights_and_no_other(int stage, string hosting)
    {
        Deployment deployment = await Deployment.OfAsync(stage, hosting);

        Assert.Equal(Allowed(deployment, hosting).Order(), Granted(deployment).Order());
    }

    [Fact]
    public async Task A_right_too_many_or_on_too_much_is_seen()
    {
        Deployment deployment = await Deployment.OfAsync(100, "flexConsumption");
        JsonNode owner = deployment.OfType("Microsoft.Authorization/roleAssignments").First();
        string everything = ((string)owner["id"]!).Replace((string)deployment.OfType("Microsoft.Insights/components").First()["id"]!, "/subscriptions/00000000-0000-0000-0000-000000000001", StringComparison.Ordinal);

        Deployment wider = deployment.Edit("Microsoft.Authorization/roleAssignments", "id", JsonValue.Create(everything));
        Deployment other = deployment.Edit("Microsoft.Authorization/roleAssignments", "properties.roleDefinitionId", JsonValue.Create("/x/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"));

        Assert.NotEqual(Granted(deployment).Order(), Granted(wider).Order());
        Assert.Contains(Granted(other), g => g.Contains("8e3af657", StringComparison.Ordinal));
    }

    // Identity, right and scope, as text: "0 Storage Blob Data Owner on storageAccounts 0". Regions are numbered in the order of their resources.
    private static IEnumerable<string> Allowed(Deployment deployment, string hosting)
    {
        int regions = deployment.OfType("Microsoft.ManagedIdentity/userAssignedIdentities").Count();
        string[] queues = [.. FunctionClasses.Queues.Select(q => q.Trigger.QueueName!)];
        for (int i = 0; i < regions; i++)
        {
            yield return $"{i} Storage Blob Data Owner on storageAccounts {i}";
            yield return $"{i} Storage Queue Data Contributor on storageAccounts {i}";
            yield return $"{i} Storage Table Data Contributor on storageAccounts {i}";
            yield return $"{i} Monitoring Metrics Publisher on components 0";
            yield return $"{i} Key Vault Secrets User on vaults 0";
            yield return $"{i} Cognitive Services OpenAI User on accounts 0";
            foreach (string queue in queues)
            {
                yield return $"{i} Azure Service Bus Data Owner on queues {i}/{queue}";
            }

            foreach (int other in Enumerable.Range(0, regions).Where(o => o != i))
            {
                yield return $"{i} Storage Blob Data Reader on storageAccounts {other}";
                yield return $"{i} Storage Table Data Reader on storageAccounts {other}";
            }

            if (hosting == "containerApps")
            {
                yield return $"{i} AcrPull on registries 0";
            }
        }
    }

    private static List<string> Granted(Deployment deployment)
    {
        List<string> granted = [];
        foreach (JsonNode assignment in deployment.OfType("Microsoft.Authorization/roleAssignments"))
        {
            string role = ((string)assignment["properties"]!["roleDefinitionId"]!).Split('/')[^1];
            string principal = Regex.Match((string)assignment["properties"]!["principalId"]!, "userAssignedIdentities/([^']+)'").Groups[1].Value;
            string scope = Regex.Match((string)assignment["id"]!, "extensionResourceId\\('([^']+)'").Groups[1].Value;
            granted.Add($"{Number(deployment, "Microsoft.ManagedIdentity/userAssignedIdentities", principal)} {Names.GetValueOrDefault(role, role)} on {Place(deployment, scope)}");
        }

        return granted;
    }

    private static string Place(Deployment deployment, string scope)
    {
        JsonNode? resource = deployment.Resources.FirstOrDefault(r => (string)r["id"]! == scope);
        if (resource is null)
        {
            return scope;
        }

        string type = (string)resource["type"]!;
        string[] name = ((string)resource["name"]!).Split('/');
        return name.Length == 1
            ? $"{type.Split('/')[^1]} {Number(deployment, type, name[0])}"
            : $"{type.Split('/')[^1]} {Number(deployment, type[..type.LastIndexOf('/')], name[0])}/{name[1]}";
    }

    private static int Number(Deployment deployment, string type, string name) => deployment.OfType(type).ToList().FindIndex(r => (string)r["name"]! == name);
}
