import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.Version;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/**
 * One OpenSearch node in this process, with the plugins of the class path.
 *
 * <p>Arguments are settings, name=value. The distribution's own start wants a folder of modules with descriptors,
 * which Maven Central does not have; a node built from classes needs none.
 */
public final class ClusterNode extends Node {
    /** Class names before and since 3.0, and of what is an option; those that are there are loaded. */
    private static final List<String> PLUGINS = List.of(
        "org.opensearch.transport.Netty4Plugin",
        "org.opensearch.transport.Netty4ModulePlugin",
        "org.opensearch.analysis.common.CommonAnalysisPlugin",
        "org.opensearch.analysis.common.CommonAnalysisModulePlugin",
        "org.opensearch.index.reindex.ReindexPlugin",
        "org.opensearch.index.reindex.ReindexModulePlugin",
        "org.opensearch.security.OpenSearchSecurityPlugin");

    @SuppressWarnings({"unchecked", "rawtypes"}) // 2.x wants classes, 3.x descriptors
    private ClusterNode(Environment environment, Collection plugins) {
        super(environment, plugins, true);
    }

    public static void main(String[] arguments) throws Exception {
        Settings.Builder settings = Settings.builder();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        LogConfigurator.setNodeName(settings.get("node.name"));
        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), (Path) null, () -> "node");
        Node node = new ClusterNode(environment, plugins());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
        node.start();
        new CountDownLatch(1).await(); // the node's own threads would not keep the process up
    }

    private static void close(Node node) {
        try {
            node.close();
        } catch (java.io.IOException trouble) {
            trouble.printStackTrace();
        }
    }

    private static List<Object> plugins() {
        List<Object> found = new ArrayList<>();
        for (String name : PLUGINS) {
            try {
                Class<?> plugin = Class.forName(name);
                found.add(Version.CURRENT.major < 3 ? plugin : described(name));
            } catch (ClassNotFoundException absent) {
                continue; // it has the other name in this release, or is not wanted
            }
        }
        return found;
    }

    private static PluginInfo described(String name) {
        return new PluginInfo(
            name, "of the class path", Version.CURRENT.toString(), Version.CURRENT, "11", name, null, List.of(), false);
    }
}
