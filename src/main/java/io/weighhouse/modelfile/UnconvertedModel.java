package io.weighhouse.modelfile;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** Models that are not TensorFlow.js' yet, known by the names of their files, and what makes one of them. */
public enum UnconvertedModel {

    OLD_CONVERTER("tensorflowjs_model.pb", "is what tensorflowjs_converter wrote before 1.0: convert the original again with a "
            + "newer one, or this folder with tools/pb2json_converter.ts of tfjs-converter"),
    SAVED_MODEL("saved_model.pb", "is a SavedModel: tensorflowjs_converter --input_format=tf_saved_model converts its folder"),
    FROZEN_GRAPH(".pb", "is a frozen graph or a checkpoint: tensorflowjs_converter --input_format=tf_frozen_model converts it"),
    HDF5(".h5", "is a Keras model: tensorflowjs_converter --input_format=keras converts it"),
    KERAS(".keras", "is a Keras model: save it as .h5, and tensorflowjs_converter --input_format=keras converts it");

    private final String ending;
    private final String advice;

    UnconvertedModel(String ending, String advice) {
        this.ending = ending;
        this.advice = advice;
    }

    /** What to do with files of these paths, where one of them is such a model. */
    public static Optional<String> adviceOn(Collection<String> paths) {
        return Arrays.stream(values()).flatMap(model -> paths.stream()
                .filter(path -> path.endsWith(model.ending))
                .map(path -> "'" + path + "' " + model.advice))
                .findFirst();
    }

    /** What to do with a weights manifest that came without its topology. */
    static String adviceOnManifestAlone() {
        return OLD_CONVERTER.ending + " beside a weights_manifest.json " + OLD_CONVERTER.advice;
    }
}
